using Catchment.Core.Databases;
using Catchment.Telemetry.Ingest;
using Catchment.Telemetry.Tests.Ingest;

namespace Catchment.Telemetry.Tests.Replicas;

public sealed class BackfillFromCopiesTests
{
    private const string First = "dev_20231114221320000000000.bintel";
    private const string Second = "dev_20231114221330000000000.bintel";

    public static TheoryData<DatabaseKind> Systems => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Systems))]
    public void A_file_that_is_gone_is_read_from_its_current_copy_and_recorded_as_itself(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        foreach (var (name, start) in new[] { (First, 1_700_000_000u), (Second, 1_700_000_010u) })
        {
            Directory.CreateDirectory(rig["drive/telem"]);
            File.WriteAllBytes(rig["data/" + name], Flatlogs.File(5, start: start));
            File.Copy(rig["data/" + name], rig["drive/telem/" + name]);
        }

        rig.Inventory();
        rig.Scan().Added.ShouldBe(2);
        Directory.Delete(rig["data"], recursive: true);
        var report = Backfill(rig);
        (report.Files, report.FromCopies, report.Rows).ShouldBe((2, 2, 10));
        rig.Tables.Rows("SELECT origin_host, origin_path, device FROM file_ingest_times ORDER BY ts").ShouldBe([$"exao1|{rig["data/" + First]}|dev", $"exao1|{rig["data/" + Second]}|dev"]);

        // What its original is given after the copy's version makes it newer than its record.
        rig.Tables.Count("file_ingest_times i JOIN file_origins o ON o.origin_host = i.origin_host AND o.origin_path = i.origin_path WHERE i.ingested_at = o.modification_time").ShouldBe(2);
        Backfill(rig).Files.ShouldBe(0);
    }

    [Fact]
    public void A_copy_that_is_not_current_or_not_as_its_row_says_stands_in_for_nothing()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        foreach (var name in new[] { First, Second })
            rig.WriteBoth(name, "");
        File.WriteAllBytes(rig["data/" + First], Flatlogs.File(5));
        File.WriteAllBytes(rig["drive/telem/" + First], Flatlogs.File(4)); // earlier, and shorter
        File.SetLastWriteTimeUtc(rig["drive/telem/" + First], DateTime.UnixEpoch.AddYears(30));
        rig.Inventory();
        rig.Scan();
        Directory.Delete(rig["data"], recursive: true);
        File.WriteAllBytes(rig["drive/telem/" + Second], Flatlogs.File(4));
        var report = Backfill(rig);
        (report.Files, report.Missing).ShouldBe((0, 2));
    }

    private static BackfillReport Backfill(ReplicaRig rig) => new BackfillRun(rig.Settings, rig.Database, TimeProvider.System, rig.Log).Run(progress: null, default);
}
