using Catchment.Core.Databases;
using Catchment.Telemetry.Ingest;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Tests.Ingest;

public sealed class BackfillRunTests
{
    private const string Stamp = "20231114221320000000000";
    private const string OtherStamp = "20231114221320000001000";

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void A_file_of_many_batches_keeps_the_first_of_equal_times_in_file_order(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind);
        const int Count = 20_000;
        // Backwards, and then all once more with another code: nothing of the second half may be stored.
        var first = Enumerable.Range(0, Count).Select(i => (Flatlogs.LoopClosed, 1_700_000_000u, (uint)(Count - i) * 1000));
        rig.Write($"dev_{Stamp}.bintel", Flatlogs.File([.. first, .. first.Reverse().Select(e => (Flatlogs.LoopOpen, e.Item2, e.Item3 + 999))]));
        var report = rig.Read();
        (report.Rows, report.Entries).ShouldBe((Count, 2 * Count));
        rig.Database.Rows("SELECT ec, count(*) FROM telem GROUP BY ec").ShouldBe([$"loop_closed|{Count}"]);
        rig.Records().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite, 900)]
    [InlineData(DatabaseKind.Sqlite, 9000)]
    [InlineData(DatabaseKind.PostgreSql, 900)]
    [InlineData(DatabaseKind.PostgreSql, 9000)]
    public void What_is_there_stays_and_the_rest_is_added(DatabaseKind kind, int count)
    {
        using var rig = new IngestRig(kind);
        rig.Write($"dev_{Stamp}.bintel", Flatlogs.File(count));
        rig.Read().Rows.ShouldBe(count);
        rig.Write($"dev_{OtherStamp}.bintel", Flatlogs.File(count + 100, Flatlogs.LoopOpen));
        rig.Read().Rows.ShouldBe(100);
        rig.Database.Rows("SELECT ec, count(*) FROM telem GROUP BY ec ORDER BY ec").ShouldBe([$"loop_closed|{count}", "loop_open|100"]);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Only_unread_telemetry_of_this_host_is_read(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind);
        foreach (var name in new[] { $"a_{Stamp}.bintel", $"b_{Stamp}.BINTEL", $"c_{Stamp}.binlog", $"d_{Stamp}.bintel.txt", $"e_{Stamp}.bintel" })
            rig.Write(name, Flatlogs.File(1));
        rig.Inventory();
        rig.Database.Execute($"UPDATE file_origins SET origin_host = 'elsewhere' WHERE origin_path LIKE '%/e%'");
        rig.Backfill().Files.ShouldBe(1);
        rig.Database.Rows("SELECT device FROM telem").ShouldBe(["a"]);
        rig.Backfill().Files.ShouldBe(0);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void A_file_that_has_grown_is_read_again_when_the_inventory_knows_it(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind);
        var file = $"dev_{Stamp}.bintel";
        rig.Write(file, Flatlogs.File(5));
        rig.Read().Rows.ShouldBe(5);
        rig.Write(file, Flatlogs.File(8));
        File.SetLastWriteTimeUtc(rig[file], File.GetLastWriteTimeUtc(rig[file]).AddHours(1)); // behind the record, whatever the clock does
        rig.Read().Files.ShouldBe(0);
        rig.With = static s => s with { RescanChanged = true };
        rig.Read().Rows.ShouldBe(3);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Files_that_are_gone_are_passed_over_and_count_against_the_limit(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind);
        foreach (var device in new[] { "a", "b", "c" })
            rig.Write($"{device}_{Stamp}.bintel", Flatlogs.File(1));
        rig.Inventory();
        File.Delete(rig[$"a_{Stamp}.bintel"]);
        rig.With = static s => s with { Limit = 2 };
        var report = rig.Backfill();
        (report.Files, report.Missing, report.Failed).ShouldBe((1, 1, 0));
        rig.With = static s => s;
        report = rig.Backfill();
        (report.Files, report.Missing).ShouldBe((1, 1));
        rig.Log.Of(LogLevel.Error).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Names_without_a_time_give_rows_and_names_without_a_device_nothing(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind);
        rig.Write("odd_name.bintel", Flatlogs.File(2));
        rig.Write("nodevice.bintel", Flatlogs.File(3));
        rig.Write($"{new string('x', 51)}_{Stamp}.bintel", Flatlogs.File(4));
        var report = rig.Read();
        (report.Files, report.Unrecorded, report.Nameless, report.Rows).ShouldBe((1, 1, 2, 2));
        rig.Database.Rows("SELECT DISTINCT device FROM telem").ShouldBe(["odd"]);
        rig.Records().ShouldBeEmpty();
        rig.Log.Of(LogLevel.Warning).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void A_second_copy_refreshes_the_record_of_the_first_and_is_read_each_time(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind);
        rig.Write($"dev_{Stamp}.bintel", Flatlogs.File(5));
        rig.Read();
        Directory.CreateDirectory(rig["copy"]);
        rig.Write($"copy/dev_{Stamp}.bintel", Flatlogs.File(5));
        rig.Inventory();
        for (var run = 0; run < 2; run++)
        {
            rig.Backfill().Files.ShouldBe(1);
            rig.Records().ShouldHaveSingleItem().ShouldEndWith($"|{rig[$"dev_{Stamp}.bintel"]}");
        }

        rig.Database.Count("telem").ShouldBe(5);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void A_file_that_fails_leaves_nothing_and_the_others_go_on(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind);
        rig.Write($"good_{Stamp}.bintel", Flatlogs.File(5));
        rig.Write($"bad_{Stamp}.bintel", Flatlogs.File(9000));
        rig.Inventory();
        rig.Database.Execute(kind == DatabaseKind.PostgreSql
            ? "ALTER TABLE file_ingest_times ADD CHECK (device <> 'bad')"
            : "CREATE TRIGGER refuse BEFORE INSERT ON file_ingest_times WHEN new.device = 'bad' BEGIN SELECT raise(ABORT, 'refused'); END");
        var report = rig.Backfill();
        (report.Files, report.Failed).ShouldBe((1, 1));
        rig.Database.Rows("SELECT DISTINCT device FROM telem").ShouldBe(["good"]);
        rig.Log.Of(LogLevel.Error).ShouldHaveSingleItem().ShouldContain("bad_");
        rig.Database.Execute(kind == DatabaseKind.PostgreSql ? "ALTER TABLE file_ingest_times DROP CONSTRAINT file_ingest_times_device_check" : "DROP TRIGGER refuse");
        rig.Backfill().Rows.ShouldBe(9000);
    }

    [Fact]
    public void A_name_that_is_no_regular_file_is_an_error_and_nobody_waits_for_it()
    {
        using var inventory = new Inventory.InventoryRig(DatabaseKind.Sqlite);
        inventory.Write("data/x", 0);
        inventory.MakePipe($"data/dev_{Stamp}.bintel");
        inventory.Run("data");
        using var database = Telemetry.Schema.TelemetryDatabase.Open(inventory.Database.Url);
        var settings = new Settings.TelemetrySettings { Database = inventory.Database.Url, Hostname = Inventory.InventoryRig.Host, DataDirs = [] };
        new BackfillRun(settings, database, TimeProvider.System, inventory.Log).Run(null, CancellationToken.None).Failed.ShouldBe(1);
    }

    [Fact]
    public void Copies_that_are_read_at_once_in_any_order_give_one_set_of_rows()
    {
        using var rig = new IngestRig(DatabaseKind.PostgreSql);
        const int Count = 6000;
        for (var copy = 0; copy < 8; copy++)
        {
            var entries = Enumerable.Range(0, Count).Select(i => (Flatlogs.LoopClosed, 1_700_000_000u, (uint)i * 1000));
            rig.Write($"dev_2023111422132000000{copy}000.bintel", Flatlogs.File(copy % 2 == 0 ? entries : entries.Reverse()));
        }

        var report = rig.Read();
        (report.Files, report.Failed, report.Rows).ShouldBe((8, 0, Count));
        rig.Database.Count("telem").ShouldBe(Count);
        rig.Records().Count.ShouldBe(8);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void A_run_that_was_stopped_is_completed_by_the_next(DatabaseKind kind)
    {
        using var rig = new IngestRig(kind);
        for (var i = 0; i < 40; i++)
            rig.Write($"dev{i}_{Stamp}.bintel", Flatlogs.File(50));
        rig.Inventory();
        using var stop = new CancellationTokenSource();
        var report = rig.Backfill(new Told(_ => stop.Cancel()), stop.Token);
        report.IsStopped.ShouldBeTrue();
        report.Files.ShouldBeLessThan(40);
        rig.Backfill().IsStopped.ShouldBeFalse();
        rig.Database.Count("telem").ShouldBe(40 * 50);
        rig.Records().Count.ShouldBe(40);
    }

    [Fact]
    public void A_server_that_restarts_meanwhile_costs_nothing()
    {
        using var server = PostgresServer.Start();
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 10; i++)
            File.WriteAllBytes(folder[$"dev{i}_{Stamp}.bintel"], Flatlogs.File(3000));
        var url = DatabaseUrl.Parse(server.CreateDatabase("telemetry"), "/");
        Telemetry.Schema.TelemetrySetup.Run(url);
        var log = new RecordedLog();
        var settings = new Settings.TelemetrySettings { Database = url, Hostname = "h", DataDirs = [folder.FullPath] };
        using var database = Telemetry.Schema.TelemetryDatabase.Open(url);
        new Telemetry.Inventory.InventoryRun(settings, database, TimeProvider.System, log).Run(null, CancellationToken.None);
        var report = new BackfillRun(settings, database, TimeProvider.System, log).Run(
            new Told(p =>
            {
                if (p.Done == 3)
                    server.Restart();
            }),
            CancellationToken.None);
        (report.Files, report.Failed).ShouldBe((10, 0));
        server.Execute("SELECT count(*), count(DISTINCT device) FROM telem", "telemetry").ShouldBe("30000|10");
        log.Of(LogLevel.Warning).ShouldContain(l => l.Contains("tried again"));
    }

    [Fact]
    public void Who_may_not_write_is_told_at_once_and_not_once_a_file()
    {
        using var rig = new IngestRig(DatabaseKind.PostgreSql);
        rig.Write($"dev_{Stamp}.bintel", Flatlogs.File(3));
        rig.Inventory();
        var (role, name) = ($"reads_{Guid.NewGuid():N}", rig.Database.Url.DatabaseName!);
        PostgresServer.Shared.Execute($"CREATE ROLE {role} LOGIN IN ROLE pg_read_all_data", name);
        var url = DatabaseUrl.Parse(PostgresServer.Shared.UrlOf(name, role), "/");
        using var database = Telemetry.Schema.TelemetryDatabase.Open(url);
        var settings = new Settings.TelemetrySettings { Database = url, Hostname = IngestRig.Host, DataDirs = [] };
        var error = Should.Throw<Npgsql.PostgresException>(() => new BackfillRun(settings, database, TimeProvider.System, rig.Log).Run(null, CancellationToken.None));
        error.SqlState.ShouldBe("42501");
    }

    [Fact]
    public void Long_messages_are_stored_whole()
    {
        using var rig = new IngestRig(DatabaseKind.PostgreSql);
        using (var file = new System.IO.Compression.GZipStream(File.Create(rig["dev_2024-05-01T101112.ndjson.gz"]), System.IO.Compression.CompressionLevel.Fastest))
        using (var text = new StreamWriter(file))
        {
            for (var i = 0; i < 6; i++)
                text.Write($"{{\"ts\": \"2024-05-01T10:11:1{i}.000000\", \"ec\": \"x\", \"msg\": \"{new string((char)('a' + i), 3 << 20)}\"}}\n");
        }

        rig.Read().Rows.ShouldBe(6);
        rig.Database.Rows("SELECT length(msg #>> '{}'), left(msg #>> '{}', 1) FROM telem ORDER BY ts").ShouldBe(Enumerable.Range(0, 6).Select(i => $"{3 << 20}|{(char)('a' + i)}"));
    }

    private sealed class Told(Action<BackfillProgress> told) : IProgress<BackfillProgress>
    {
        public void Report(BackfillProgress value)
        {
            if (value.Done > 0)
                told(value);
        }
    }
}
