using System.Diagnostics;
using Npgsql;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>
/// <c>xtelemdb</c> as a real process that is killed, as two processes at once, and with its server killed: the tables are those of a run that
/// nobody disturbed, row by row. Source: <c>telemetry</c> 5, 10.
/// </summary>
[Collection(Alone.Name)]
public sealed class TelemetryDurabilityTests : IDisposable
{
    private const string Host = "exao1";
    private const string OtherHost = "exao2";

    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";
    private static readonly int Rounds = Full ? 30 : 2;
    private static readonly int MostKills = Full ? 4 : 2;

    private readonly TelemetryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void Killed_at_any_moment_and_run_again_it_gives_the_tables_of_an_undisturbed_run(string kind)
    {
        Fill(Host);
        _folder.AddPictures(Host, 1500);
        var undisturbed = TelemetryTables.New(kind, _folder.Root);
        var inventory = Time(() => _folder.Run(undisturbed, "inventory", Host));
        var backfill = Time(() => _folder.Run(undisturbed, "backfill", Host));
        var expected = undisturbed.Everything();
        expected.Count.ShouldBeGreaterThan(15_000);
        var random = new Random(kind.Length);
        for (var round = 0; round < Rounds; round++)
        {
            var tables = TelemetryTables.New(kind, _folder.Root);
            RunKilled(tables, "inventory", inventory, random);
            tables.Origins().ShouldBe(undisturbed.Origins());
            RunKilled(tables, "backfill", backfill, random);
            Same(tables.Everything(), expected);
        }
    }

    [Fact]
    public void Killed_between_the_rows_of_a_file_and_its_record_it_has_stored_neither()
    {
        _folder.Add(Host, "tweeter", files: 1, entries: 6000);
        var tables = TelemetryTables.New("postgresql", _folder.Root);
        _folder.Run(tables, "inventory", Host);
        using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={PostgresServer.Shared.Port};Username={PostgresServer.Superuser};Database={tables.Url.Split('/')[^1]};Pooling=false");
        using (var transaction = HoldRecord(connection, tables))
        {
            using var program = _folder.Start(tables, "backfill", Host);
            Eventually.True(() => IsHeld(tables), "the record waits for the other's");
            program.Kill();
            transaction.Rollback();
        }

        Eventually.True(() => tables.Count("pg_stat_activity WHERE datname = current_database() AND application_name = 'xtelemdb' AND pid <> pg_backend_pid()") == 0, "the server notices");
        tables.Count("telem").ShouldBe(0);
        tables.Count("file_ingest_times").ShouldBe(0);
        _folder.Run(tables, "backfill", Host);
        tables.Count("telem").ShouldBe(6000 - 600);
        tables.Count("file_ingest_times").ShouldBe(1);
    }

    [Fact]
    public void Two_hosts_at_once_give_the_tables_of_one_after_the_other()
    {
        Fill(Host);
        _folder.Add(OtherHost, "woofer", files: 4, entries: 500);
        foreach (var copied in Directory.GetFiles(_folder.Data(Host, "telem"), "camsci1_*")) // The same keys, in both at once.
            File.Copy(copied, Path.Combine(_folder.Data(OtherHost, "telem"), Path.GetFileName(copied)));
        var expected = TelemetryTables.New("postgresql", _folder.Root);
        foreach (var subcommand in new[] { "inventory", "backfill" })
        {
            _folder.Run(expected, subcommand, Host);
            _folder.Run(expected, subcommand, OtherHost);
        }

        var tables = TelemetryTables.New("postgresql", _folder.Root);
        foreach (var subcommand in new[] { "inventory", "backfill" })
        {
            using var one = _folder.Start(tables, subcommand, Host);
            using var other = _folder.Start(tables, subcommand, OtherHost);
            TelemetryFolder.End(one);
            TelemetryFolder.End(other);
        }

        Same(tables.Rows("SELECT ts, device, ec, msg::text FROM telem ORDER BY ts, device"), expected.Rows("SELECT ts, device, ec, msg::text FROM telem ORDER BY ts, device"));
        tables.Origins().ShouldBe(expected.Origins());

        // Of copies the record is that of whoever came first.
        const string Records = "SELECT ts, device, CASE WHEN device <> 'camsci1' THEN origin_path END FROM file_ingest_times ORDER BY device, ts";
        tables.Rows(Records).ShouldBe(expected.Rows(Records));
    }

    [Fact]
    public void A_server_that_is_killed_and_comes_again_ends_no_backfill()
    {
        Fill(Host);
        var expected = TelemetryTables.New("postgresql", _folder.Root);
        _folder.Run(expected, "inventory", Host);
        _folder.Run(expected, "backfill", Host);

        using var server = PostgresServer.Start();
        var tables = new TelemetryTables(server.CreateDatabase("killed"));
        tables.SetUp();
        _folder.Run(tables, "inventory", Host);
        using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={server.Port};Username={PostgresServer.Superuser};Database=killed;Pooling=false");
        using var transaction = HoldRecord(connection, tables);
        using var program = _folder.Start(tables, "backfill", Host);
        Eventually.True(() => IsHeld(tables), "a record waits for the other's");
        server.Kill();
        server.Start();
        TelemetryFolder.End(program);
        Same(tables.Everything(), expected.Everything());
    }

    private void Fill(string host)
    {
        foreach (var device in new[] { "camsci1", "fwsci1", "tweeter" })
            _folder.Add(host, device, files: 4, entries: 500);
        _folder.Add(host, "ncpc", files: 1, entries: 10_000);
        _folder.Add(host, "stagepickoff", files: 2, entries: 500, isTorn: true);
        _folder.AddLines(host, "labrules", 1000);
    }

    private void RunKilled(TelemetryTables tables, string subcommand, TimeSpan undisturbed, Random random)
    {
        for (var kills = 0; kills < MostKills; kills++)
        {
            using var program = _folder.Start(tables, subcommand, Host);
            if (program.EndsWithin(undisturbed * random.NextDouble()))
            {
                TelemetryFolder.End(program);
                return;
            }

            program.Kill();
        }

        _folder.Run(tables, subcommand, Host);
    }

    /// <summary>Writes the record of the first file in a transaction that stays open: whoever writes it, too, has to wait.</summary>
    private static NpgsqlTransaction HoldRecord(NpgsqlConnection connection, TelemetryTables tables)
    {
        connection.Open();
        var transaction = connection.BeginTransaction();
        using var command = new NpgsqlCommand("INSERT INTO file_ingest_times (ts, device) VALUES ('2024-04-15 22:30:50+00', 'tweeter')", connection, transaction);
        command.ExecuteNonQuery();
        tables.Count("file_ingest_times").ShouldBe(0);
        return transaction;
    }

    private static bool IsHeld(TelemetryTables tables) => tables.Count("pg_stat_activity WHERE datname = current_database() AND application_name = 'xtelemdb' AND wait_event_type = 'Lock'") > 0;

    /// <summary>For tens of thousands of rows: the first that differs is enough to be told.</summary>
    private static void Same(List<string> rows, List<string> expected)
    {
        foreach (var (row, wanted) in rows.Zip(expected))
        {
            if (row != wanted)
                row.ShouldBe(wanted);
        }

        rows.Count.ShouldBe(expected.Count);
    }

    private static TimeSpan Time(Action action)
    {
        var began = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(began);
    }
}
