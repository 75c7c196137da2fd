using Catchment.Core.Databases;
using Catchment.Telemetry.Following;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Tests.Ingest;
using Catchment.Telemetry.Tests.Schema;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Tests.Following;

public sealed class TelemetryServiceTests
{
    private const string Stamp1 = "20240415223050000000000";
    private const string Stamp2 = "20240415223050000000001";

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_rows_are_those_of_a_backfill(DatabaseKind kind)
    {
        using var backfill = new IngestRig(kind);
        using var rig = new LiveRig(kind);
        foreach (var vector in Directory.GetFiles(Vectors.PathOf("bintel"), "*.bintel").Where(v => !v.Contains("observers_20240415")))
        {
            File.Copy(vector, Path.Combine(rig.Telem, Path.GetFileName(vector)));
            backfill.Copy($"bintel/{Path.GetFileName(vector)}");
        }

        backfill.Read();
        var expected = backfill.Database.Rows($"SELECT ts, device, prio, ec, {(kind == DatabaseKind.Sqlite ? "msg" : "msg::text")} FROM telem ORDER BY ts, device");
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Rows().Count == expected.Count);
        rig.Rows().ShouldBe(expected);
        await rig.StopAsync();
        rig.Of("SELECT count(*) FROM file_ingest_times").ShouldBe(["0"]);
        rig.Metrics.RecordsSinceStartup.ShouldBeGreaterThanOrEqualTo(expected.Count);
        rig.Metrics.RecordsPerSecond.ShouldBeGreaterThan(0);
        rig.Metrics.LastUpdate.ShouldBeGreaterThan(1_700_000_000);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_large_round_keeps_the_first_of_equal_times(DatabaseKind kind)
    {
        using var rig = new LiveRig(kind);
        const int Count = 3000; // More than a small round's rows: PostgreSQL gets them by COPY.
        rig.Append($"dev_{Stamp1}.bintel", [.. Flatlogs.File(Count), .. Flatlogs.File(Count + 1, Flatlogs.LoopOpen)]);
        rig.Append($"other_{Stamp1}.bintel", Flatlogs.File(10, Flatlogs.LoopPaused));
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Of("SELECT device, ec, count(*) FROM telem GROUP BY device, ec ORDER BY device, ec") is ["dev|loop_closed|3000", "dev|loop_open|1", "other|loop_paused|10"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_written_before_the_end_is_stored_and_the_next_run_goes_on_behind_it(DatabaseKind kind)
    {
        using var rig = new LiveRig(kind);
        var isFirst = true;
        rig.Reached = moment =>
        {
            // Between the reading and the end something is written yet.
            if (moment == LiveMoment.Idle && isFirst)
                rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(3));
            isFirst &= moment != LiveMoment.Idle;
        };
        _ = rig.Start();
        await rig.UntilAsync(() => !isFirst);
        await rig.StopAsync();
        rig.Rows().Count.ShouldBe(3);
        var taken = rig.Metrics.Totals.Received;
        rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(1, start: 1_700_000_100));
        rig.Append($"dev_{Stamp2}.bintel", Flatlogs.File(2, start: 1_700_000_200));
        rig.DataDirs = [];
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Rows().Count == 6);
        await rig.StopAsync();
        rig.Metrics.Totals.Received.ShouldBe(taken + 3);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_the_database_refuses_keeps_nothing_else_from_it(DatabaseKind kind)
    {
        using var rig = new LiveRig(kind);
        rig.Database.Execute(kind == DatabaseKind.PostgreSql
            ? "ALTER TABLE telem ADD CHECK (ec <> 'loop_open'); ALTER TABLE file_origins ADD CHECK (origin_path NOT LIKE '%refused%')"
            : "CREATE TRIGGER no BEFORE INSERT ON telem WHEN new.ec = 'loop_open' BEGIN SELECT RAISE(ABORT, 'no'); END;"
            + "CREATE TRIGGER nor BEFORE INSERT ON file_origins WHEN new.origin_path LIKE '%refused%' BEGIN SELECT RAISE(ABORT, 'no'); END");
        _ = rig.Start();
        await rig.InventoriedAsync();
        rig.Append($"dev_{Stamp1}.bintel", [.. Flatlogs.File(2), .. Flatlogs.File(50, Flatlogs.LoopOpen, 1_700_000_100), .. Flatlogs.File(1, start: 1_700_000_200)]);
        rig.Append("refused", [1]);
        rig.Append("taken", [1]);
        await rig.UntilAsync(() => rig.Rows().Count == 3 && rig.Files().Count == 2);
        await rig.StopAsync();
        rig.Context.Log.Of(LogLevel.Warning).Count.ShouldBeInRange(1, 10); // Once an episode, not for each.
        rig.Metrics.Totals.Discarded.ShouldBeGreaterThanOrEqualTo(51);
    }

    [Fact]
    public async Task Positions_lie_beside_the_state_where_the_database_lets_nobody_make_a_schema()
    {
        using var database = new TestDatabase(DatabaseKind.PostgreSql);
        var role = $"writer_{Guid.NewGuid():N}";
        database.Execute($"CREATE ROLE {role} LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}");
        using var rig = new LiveRig(DatabaseUrl.Parse(PostgresServer.Shared.UrlOf(database.Url.DatabaseName!, role), "/"));
        rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(2));
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Rows().Count == 2);
        await rig.StopAsync();
        File.Exists(rig["state/positions.db"]).ShouldBeTrue();
        var taken = rig.Metrics.Totals.Received;
        rig.DataDirs = [];
        rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(1, start: 1_700_000_100));
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Rows().Count == 3);
        await rig.StopAsync();
        rig.Metrics.Totals.Received.ShouldBe(taken + 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Our_own_table_stands_beside_the_originals(DatabaseKind kind)
    {
        using var rig = new LiveRig(kind);
        rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(2));
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Rows().Count == 2);
        await rig.StopAsync();
        rig.Of(kind == DatabaseKind.Sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name" : "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
            .ShouldBe(["file_ingest_times", "file_origins", "file_replicas", "telem"]);
        if (kind == DatabaseKind.PostgreSql)
            rig.Of("SELECT host, device, file, position FROM catchment.telemetry_positions").ShouldBe([$"{LiveRig.Host}|dev|dev_{Stamp1}.bintel|24"]);
        else
            File.Exists($"{rig.Url.FilePath}.catchment").ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task With_a_list_its_devices_alone_are_followed(DatabaseKind kind)
    {
        using var rig = new LiveRig(kind) { ProcList = Vectors.PathOf("proclist/proclist_TEST.txt") };
        foreach (var device in new[] { "camsci1", "camsci9", "mzmqServerTEST_calib" })
            rig.Append($"{device}_{Stamp1}.bintel", Flatlogs.File(1));
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Rows().Count == 2);
        rig.Append($"camsci9_{Stamp2}.bintel", Flatlogs.File(1));
        rig.Append($"pdu0_{Stamp2}.bintel", Flatlogs.File(1));
        await rig.UntilAsync(() => rig.Rows().Count == 3);
        rig.Of("SELECT device FROM telem ORDER BY device").ShouldBe(["camsci1", "mzmqServerTEST_calib", "pdu0"]);
    }

    [Fact]
    public async Task Missing_tables_and_lists_are_told()
    {
        using var empty = new TestDatabase(DatabaseKind.PostgreSql, isSetUp: false);
        using var rig = new LiveRig(empty.Url);
        (await Should.ThrowAsync<TelemetryDatabaseException>(rig.Start)).Message.ShouldContain("xtelemdb setup");
        rig.ProcList = rig["no-list"];
        (await Should.ThrowAsync<ProcessListException>(rig.Start)).Message.ShouldContain("no-list");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(3000)]
    public async Task Each_month_of_a_parted_table_has_its_partition(int rows)
    {
        using var database = new TestDatabase(DatabaseKind.PostgreSql, isSetUp: false);
        TelemetrySetup.Run(database.Url, isPartitioned: true);
        using var rig = new LiveRig(database.Url) { DataDirs = [] };
        rig.Append($"dev_{Stamp1}.bintel", [.. Flatlogs.File(rows, start: 1_701_388_799), .. Flatlogs.File(rows, start: 1_701_500_000)]); // The last second of November, and December.
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Rows().Count == 2 * rows);
        var november = Math.Min(rows, 1000);
        rig.Of("SELECT tableoid::regclass::text, count(*) FROM telem GROUP BY 1 ORDER BY 1").ShouldBe([$"catchment.telem_2023_11|{november}", $"catchment.telem_2023_12|{(2 * rows) - november}"]);
    }
}
