using System.Text;
using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Tests.Schema;

public sealed class MonthlyPartitionsTests : IDisposable
{
    private readonly TestDatabase _database = new(DatabaseKind.PostgreSql, isSetUp: false);

    [Fact]
    public void Setup_makes_them_once_and_a_list_of_tables_shows_the_four()
    {
        TelemetrySetup.Run(_database.Url, isPartitioned: true).Changes[0].ShouldStartWith("table telem, with");
        TelemetrySetup.Run(_database.Url, isPartitioned: true).Changes.ShouldBeEmpty();
        TelemetrySetup.Run(_database.Url).Changes.ShouldBeEmpty();
        _database.Rows("SELECT relname, relkind::text FROM pg_class WHERE relkind IN ('r', 'p') AND pg_table_is_visible(oid) AND relnamespace = 'public'::regnamespace ORDER BY relname")
            .ShouldBe(["file_ingest_times|r", "file_origins|r", "file_replicas|r", "telem|p"]);
    }

    [Fact]
    public void Only_a_new_database_gets_them_and_only_in_PostgreSql()
    {
        TelemetrySetup.Run(_database.Url);
        Should.Throw<TelemetryDatabaseException>(() => TelemetrySetup.Run(_database.Url, isPartitioned: true)).Message.ShouldContain("new database");
        using var sqlite = new TestDatabase(DatabaseKind.Sqlite, isSetUp: false);
        Should.Throw<TelemetryDatabaseException>(() => TelemetrySetup.Run(sqlite.Url, isPartitioned: true));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2000)]
    public void Each_month_that_comes_has_one_and_wild_times_share_one(int perMonth)
    {
        TelemetrySetup.Run(_database.Url, isPartitioned: true);
        _database.Execute("INSERT INTO telem (ts, device, msg) VALUES ('2024-04-30 23:59:59.999999+00', 'old', '{}')"); // by somebody who knows of no months
        string[] months = ["1970-01-01 00:00:00", "2024-04-01 00:00:00", "2024-05-31 23:59:00", "2105-06-01 00:00:00"];
        using var tables = TelemetryDatabase.Open(_database.Url);
        using var loader = tables.Tables.Loader(tables.Connect);
        foreach (var device in new[] { "a", "b" })
        {
            loader.Begin(device);
            foreach (var month in months)
            {
                for (var i = 0; i < perMonth; i++)
                    Add(loader.Batch, Instant.Parse($"{month}.000000+00:00") + i);
            }

            loader.Finish(record: null).ShouldBe(4 * perMonth);
        }

        _database.Rows("SELECT tableoid::regclass::text, device, count(*) FROM telem GROUP BY 1, 2 ORDER BY 1, 2").ShouldBe(
        [
            $"catchment.telem_2024_04|a|{perMonth}", $"catchment.telem_2024_04|b|{perMonth}", "catchment.telem_2024_04|old|1",
            $"catchment.telem_2024_05|a|{perMonth}", $"catchment.telem_2024_05|b|{perMonth}",
            $"catchment.telem_others|a|{2 * perMonth}", $"catchment.telem_others|b|{2 * perMonth}",
        ]);
        _database.Rows("SELECT tablename FROM pg_indexes WHERE schemaname = 'catchment' AND indexdef LIKE '%brin%' ORDER BY 1").ShouldBe(["telem_2024_04", "telem_2024_05", "telem_others"]);
    }

    [Fact]
    public void Whoever_reads_keeps_nobody_waiting_and_the_rows_move_when_he_is_done()
    {
        TelemetrySetup.Run(_database.Url, isPartitioned: true);
        var time = new ManualTime();
        using var tables = TelemetryDatabase.Open(_database.Url);
        using var loader = tables.Tables.Loader(tables.Connect, time);
        using (var reader = tables.Connect())
        using (var transaction = reader.BeginTransaction())
        {
            transaction.Execute("SELECT count(*) FROM telem");
            Load("a");
            Load("b");
        }

        Load("c"); // A minute is not over.
        Partitions().ShouldBe(["catchment.telem_others|a", "catchment.telem_others|b", "catchment.telem_others|c"]);
        time.Advance(MonthlyPartitions.Patience);
        Load("d");
        Partitions().ShouldBe(["catchment.telem_2024_04|a", "catchment.telem_2024_04|b", "catchment.telem_2024_04|c", "catchment.telem_2024_04|d"]);

        void Load(string device)
        {
            loader.Begin(device);
            Add(loader.Batch, Instant.Parse("2024-04-01 00:00:00.000000+00:00"));
            loader.Finish(record: null).ShouldBe(1);
        }

        List<string> Partitions() => _database.Rows("SELECT tableoid::regclass::text, device FROM telem ORDER BY 1, 2");
    }

    [Fact]
    public void Reinitialisation_keeps_them()
    {
        TelemetrySetup.Run(_database.Url, isPartitioned: true);
        using (var tables = TelemetryDatabase.Open(_database.Url))
        using (var loader = tables.Tables.Loader(tables.Connect))
        {
            loader.Begin("a");
            Add(loader.Batch, Instant.Parse("2024-04-01 00:00:00.000000+00:00"));
            loader.Finish(record: null);
        }

        Reinitialisation.Data(_database.Url);
        _database.Count("telem").ShouldBe(0);
        Reinitialisation.Tables(_database.Url);
        _database.Rows("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'telem'::regclass").ShouldBe(["catchment.telem_others"]);
    }

    public void Dispose() => _database.Dispose();

    private static void Add(RowBatch batch, long time)
    {
        batch.Advance(Encoding.UTF8.GetBytes("{}", batch.GetSpan(2)));
        batch.Add(time, "telem_stage");
    }
}
