using Catchment.Core.Databases;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Replicas.Scanning;
using Catchment.Telemetry.Schema;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Tests.Replicas;

public sealed class ReplicaScanTests
{
    public static TheoryData<DatabaseKind> Systems => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Systems))]
    public void Copies_are_recorded_once_with_the_time_that_they_kept(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        rig.WriteBoth("a", "content");
        rig.WriteBoth("sub/b", "content", 1);
        rig.Write("data/c", "no copy");
        rig.Write("drive/telem/unknown", "x");
        rig.Write("drive/elsewhere/x", "x");
        rig.Write("drive/telem/.a.tmp", "half a copy");
        File.CreateSymbolicLink(rig["drive/telem/link"], rig["data/a"]);
        rig.Inventory();
        var report = rig.Scan();
        (report.Seen, report.Added, report.Updated, report.Unmatched, report.Unmapped, report.Skipped).ShouldBe((6, 2, 0, 1, 1, 2));
        rig.States().ShouldBe(["a Current", "c Missing", "b Current"]);
        rig.Rows().ShouldBe(
        [
            "exao1|~/data/a|shelf|~/drive/telem/a|2024-04-15 22:30:00.123456+00:00|7",
            "exao1|~/data/sub/b|shelf|~/drive/telem/sub/b|2024-04-15 22:30:01.123456+00:00|7",
        ]);
        var again = rig.Scan();
        (again.Added, again.Updated, again.Unchanged).ShouldBe((0, 0, 2));
        rig.Rows().Count.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void A_copy_whose_drive_cuts_times_is_current_and_stays_it(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        foreach (var (name, cut) in new[] { ("fat", 2_000_000L), ("second", 1_000_000), ("exfat", 10_000), ("none", 100_000) })
        {
            rig.WriteBoth(name, "content", 11);
            var time = File.GetLastWriteTimeUtc(rig[$"data/{name}"]);
            File.SetLastWriteTimeUtc(rig[$"drive/telem/{name}"], time.AddTicks(-(time.Ticks % (cut * TimeSpan.TicksPerMicrosecond)) + (name == "none" ? TimeSpan.TicksPerMicrosecond : 0)));
        }

        rig.Inventory();
        for (var times = 0; times < 2; times++)
        {
            rig.Scan();
            rig.States().ShouldBe(["exfat Current", "fat Current", "none Stale", "second Current"]);
        }
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void A_copy_that_has_changed_is_updated_and_so_is_its_state(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        rig.WriteBoth("a", "content", 10);
        rig.Inventory();
        rig.Scan();
        rig.Write("drive/telem/a", "cont", 10);
        rig.Scan().Updated.ShouldBe(1);
        rig.States().ShouldBe(["a Incomplete"]);
        rig.Write("drive/telem/a", "content", 9.999999);
        rig.Scan();
        rig.States().ShouldBe(["a Stale"]);
        rig.Write("drive/telem/a", "content", 10.000001);
        rig.Scan();
        rig.States().ShouldBe(["a Ahead"]);
        rig.Rows().ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void A_comparison_tells_damage_which_a_further_look_does_not_take_back(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        rig.WriteBoth("good", new string('g', 600_000));
        rig.WriteBoth("bad", "content");
        rig.Write("drive/telem/bad", "cOntent");
        rig.Write("data/timeless", "content");
        rig.Write("drive/telem/timeless", "content", 1000); // copied by a tool that keeps no times
        rig.Inventory();
        rig.Scan();
        rig.States().ShouldBe(["bad Current", "good Current", "timeless Ahead"]);
        var report = rig.Scan(compares: true);
        (report.Compared, report.Damaged).ShouldBe((3, 1));
        rig.Log.Of(LogLevel.Error).ShouldHaveSingleItem().ShouldContain("bad");
        rig.States().ShouldBe(["bad Damaged", "good Current", "timeless Current"]);
        rig.Scan();
        rig.States()[0].ShouldBe("bad Damaged");
        rig.Write("drive/telem/bad", "content");
        rig.Scan(compares: true);
        rig.States()[0].ShouldBe("bad Current");
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void A_drive_is_inventoried_as_the_host_whose_files_it_has(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        rig.Write("drive/telem/dev_20240415223050997960288.bintel", "x", 5);
        rig.WriteBoth("known", "content");
        rig.Inventory();
        rig.Write("drive/telem/known", "newer than what the inventory has", 50);
        var report = rig.Scan(addsOriginals: true);
        (report.Originals, report.Added).ShouldBe((1, 2));
        rig.Tables.Rows("SELECT origin_host, modification_time, creation_time, size_bytes FROM file_origins ORDER BY origin_path").ShouldBe(
        [
            "exao1|2024-04-15 22:30:05.123456+00:00|2024-04-15 22:30:50.997960+00:00|1",
            rig.Tables.Rows("SELECT origin_host, modification_time, creation_time, size_bytes FROM file_origins WHERE origin_path LIKE '%known'").Single(),
        ]);
        rig.States().ShouldBe(["dev_20240415223050997960288.bintel Current", "known Ahead"]);
        rig.Tables.Rows("SELECT size_bytes FROM file_origins WHERE origin_path LIKE '%known'").ShouldBe(["7"]);
        rig.Scan(addsOriginals: true).Unchanged.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Many_who_scan_at_once_record_each_copy_once(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        for (var i = 0; i < 50; i++)
            rig.WriteBoth($"f{i:00}", "content");
        rig.Inventory();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => rig.Scan())));
        rig.Rows().Count.ShouldBe(50);
    }

    [Fact]
    public void What_others_know_of_replicas_stays()
    {
        using var rig = new ReplicaRig(DatabaseKind.PostgreSql);
        rig.WriteBoth("a", "content");
        rig.Inventory();
        rig.Scan();
        Reinitialisation.Data(rig.Tables.Url);
        rig.States().ShouldBe(["a Unmatched"]);
        rig.Write("drive/telem/a", "other size");
        rig.Scan().Updated.ShouldBe(1);
        rig.States().ShouldBe(["a Unmatched"]);
        rig.Inventory();
        rig.States().ShouldBe(["a Incomplete"]);
    }

    [Fact]
    public void A_volume_that_is_not_there_is_told()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        Directory.Delete(rig["drive"]);
        Should.Throw<DirectoryNotFoundException>(() => rig.Scan()).Message.ShouldContain("mounted");
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Of_several_copies_the_newest_tells_of_a_file_and_a_later_one_is_told(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        rig.Settings = rig.Settings with { Replicas = rig.Settings.Replicas with { Maps = new ReplicaMaps(new[] { "one", "two", "three" }.Select(f => ReplicaMap.Parse($"{rig["drive"]}/{f}=exao1:/data", "/"))) } };
        foreach (var (folder, seconds) in new[] { ("one", 0), ("two", 10), ("three", 5) })
            rig.Write($"drive/{folder}/plain", "content", seconds);
        rig.Scan(addsOriginals: true).Ahead.ShouldBe(0);
        rig.Tables.Rows("SELECT modification_time, creation_time FROM file_origins").ShouldBe(["2024-04-15 22:30:10.123456+00:00|2024-04-15 22:30:10.123456+00:00"]);
        rig.States().ShouldBe(["plain Stale", "plain Stale", "plain Current"]);
        rig.Write("drive/one/plain", "content", 20);
        rig.Scan(addsOriginals: true).Ahead.ShouldBe(1);
    }

    [Fact]
    public void Asked_to_stop_while_it_compares_it_records_what_it_has_compared()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        for (var i = 0; i < 101; i++)
            rig.WriteBoth($"f{i:000}", "content");
        rig.Inventory();
        using var stop = new CancellationTokenSource();
        var report = new ReplicaScan(rig.Settings, rig.Database, TimeProvider.System, rig.Log) { Compares = true }.Run([rig["drive"]], new StopsAt(101, stop), stop.Token);
        (report.IsStopped, report.Added).ShouldBe((true, 100));
        rig.Rows().Count.ShouldBe(100);
    }

    private sealed class StopsAt(long seen, CancellationTokenSource stop) : IProgress<ReplicaScanProgress>
    {
        public void Report(ReplicaScanProgress value)
        {
            if (value.Seen == seen)
                stop.Cancel();
        }
    }
}
