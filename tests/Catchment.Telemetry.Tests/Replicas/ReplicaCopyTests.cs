using Catchment.Core.Databases;
using Catchment.Core.Hosting;
using Catchment.Interop.Tests.Hub;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Replicas.Copying;
using Catchment.Telemetry.Settings;

namespace Catchment.Telemetry.Tests.Replicas;

public sealed class ReplicaCopyTests
{
    public static TheoryData<DatabaseKind> Systems => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Systems))]
    public void Files_are_copied_with_their_times_and_recorded_and_then_passed_over(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        rig.Write("data/a", "content");
        rig.Write("data/sub/b é", "more content", 3);
        rig.Write("data/empty", "", 4);
        rig.Inventory();
        rig.Write("data/later", "not in the inventory");
        File.Delete(rig["data/empty"]);
        var report = rig.Copy();
        (report.Looked, report.Copied, report.Bytes, report.OriginalsGone).ShouldBe((3, 2, 19, 1));
        File.ReadAllText(rig["drive/telem/sub/b é"]).ShouldBe("more content");
        File.GetLastWriteTimeUtc(rig["drive/telem/sub/b é"]).ShouldBe(File.GetLastWriteTimeUtc(rig["data/sub/b é"]));
        rig.States().ShouldBe(["a Current", "empty Missing", "b é Current"]);
        Directory.GetFiles(rig["drive"], "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
        report = rig.Copy();
        (report.Copied, report.Current).ShouldBe((0, 2));
        rig.Verify(compares: true).Report.Intact.ShouldBe(2);
        rig.Scan(compares: true).Unchanged.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void What_has_changed_or_is_gone_or_damaged_is_copied_again_and_the_inventory_is_told(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        foreach (var name in new[] { "bad", "gone", "grown", "same" })
            rig.Write("data/" + name, "content");
        rig.Inventory();
        rig.Copy().Copied.ShouldBe(4);
        rig.Write("data/grown", "content and more", 5);
        rig.Write("drive/telem/bad", "cOntent");
        File.Delete(rig["drive/telem/gone"]);
        rig.Verify(compares: true).Report.Faults.ShouldBe(2);
        var report = rig.Copy();
        (report.Copied, report.Current).ShouldBe((3, 1));
        rig.States().ShouldBe(["bad Current", "gone Current", "grown Current", "same Current"]);
        rig.Tables.Rows("SELECT size_bytes FROM file_origins WHERE origin_path LIKE '%grown'").ShouldBe(["16"]);
        File.ReadAllText(rig["drive/telem/bad"]).ShouldBe("content");
        rig.Rows().Count.ShouldBe(4);
    }

    [Fact]
    public void Without_a_mapping_for_the_target_a_host_has_a_folder_of_its_own()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        rig.Write("data/a", "content");
        rig.Inventory();
        Directory.CreateDirectory(rig["other"]);
        rig.Copy("other").Copied.ShouldBe(1);
        File.Exists($"{rig["other"]}/exao1{rig["data/a"]}").ShouldBeTrue();
    }

    [Fact]
    public void What_is_there_already_is_recorded_and_what_is_newer_there_is_left()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        rig.WriteBoth("there", "content");
        rig.Write("data/timeless", "content");
        rig.Write("drive/telem/timeless", "content", 500);
        rig.Write("data/newer", "content");
        rig.Write("drive/telem/newer", "other and newer", 500);
        rig.Write("data/older", "content");
        rig.Write("drive/telem/older", "old", -500);
        rig.Inventory();
        var report = rig.Copy();
        (report.Confirmed, report.Newer, report.Copied).ShouldBe((2, 1, 1));
        File.ReadAllText(rig["drive/telem/newer"]).ShouldBe("other and newer");
        rig.States().ShouldBe(["newer Missing", "older Current", "there Current", "timeless Current"]);
    }

    [Fact]
    public void An_original_that_changes_while_it_is_copied_is_no_copy()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        rig.Write("data/growing", new string('x', 10_000));
        rig.Write("data/rewritten", new string('x', 10_000));
        rig.Inventory();
        var report = rig.Copy(
            clock: new HookedTime(() =>
            {
                File.AppendAllText(rig["data/growing"], "more");
                rig.Write("data/rewritten", new string('y', 10_000)); // its time is set back: only the time of the last change of any kind tells
            }),
            rate: 5000);
        (report.Changed, report.Copied).ShouldBe((2, 0));
        Directory.GetFiles(rig["drive/telem"]).ShouldBeEmpty();
        rig.Rows().ShouldBeEmpty();
        rig.Copy().Copied.ShouldBe(2);
    }

    [Fact]
    public void Asked_to_stop_it_leaves_nothing_half_and_goes_on_the_next_time()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        rig.Write("data/a", "content");
        rig.Write("data/b", new string('x', 100_000));
        rig.Inventory();
        using var stop = new CancellationTokenSource();
        var waits = 0;
        var report = rig.Copy(
            clock: new HookedTime(() =>
            {
                if (++waits == 3)
                    stop.Cancel();
            }),
            rate: 10_000,
            stop: stop.Token);
        (report.IsStopped, report.Copied).ShouldBe((true, 1));
        Directory.GetFiles(rig["drive/telem"]).ShouldHaveSingleItem();
        rig.States().ShouldBe(["a Current", "b Missing"]);
        report = rig.Copy();
        (report.Copied, report.Current).ShouldBe((1, 1));
    }

    [Fact]
    public void The_rate_is_kept()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        rig.Write("data/a", new string('x', 100_000));
        rig.Inventory();
        var clock = new HookedTime(static () => { });
        rig.Copy(clock: clock, rate: 10_000).Copied.ShouldBe(1);
        clock.GetElapsedTime(0).TotalSeconds.ShouldBeInRange(9.5, 10.5);
    }

    [Fact]
    public void Nothing_is_written_outside_of_the_target()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        rig.Write("data/linked/a", "content");
        rig.Inventory();
        Directory.CreateDirectory(rig["outside"]);
        Directory.CreateDirectory(rig["drive/telem"]);
        Directory.CreateSymbolicLink(rig["drive/telem/linked"], rig["outside"]);
        rig.Tables.Execute($"INSERT INTO file_origins (origin_host, origin_path, modification_time, creation_time, size_bytes) SELECT origin_host, '{rig["data"]}/../data/linked/a', modification_time, creation_time, size_bytes FROM file_origins");
        var report = rig.Copy();
        (report.Failed, report.Skipped, report.Copied).ShouldBe((1, 1, 0));
        Directory.GetFiles(rig["outside"]).ShouldBeEmpty();
        File.Exists(rig["drive/data/linked/a"]).ShouldBeFalse();
        rig.Rows().ShouldBeEmpty();
    }

    [Fact]
    public void A_target_that_is_full_is_told_and_what_fitted_is_recorded()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        using var disk = SmallDisk.Memory(rig["small"], "1m");
        var small = rig["small"];
        rig.Write("data/a", "content");
        rig.Write("data/b", new string('x', 2 << 20));
        rig.Inventory();
        rig.Settings = rig.Settings with { Replicas = rig.Settings.Replicas with { Maps = new ReplicaMaps([ReplicaMap.Parse($"{small}=exao1:{rig["data"]}", "/")]) } };
        var copy = new ReplicaCopy(rig.Settings, rig.Database, TimeProvider.System, rig.Log);
        var error = Should.Throw<CopyTargetException>(() => copy.Run(small, new TelemetryReplicaOptions(), progress: null, default));
        error.Message.ShouldContain("is full");
        error.Message.ShouldContain("2097152 bytes");
        rig.States().ShouldBe(["a Current", "b Missing"]);
        Directory.GetFiles(small, "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public void A_target_that_is_not_there_or_is_copied_to_by_another_is_told()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        Should.Throw<CopyTargetException>(() => rig.Copy("nowhere")).Message.ShouldContain("mounted");
        using (FolderTarget.Open(rig["drive"], "shelf", static _ => 0))
            Should.Throw<OperatorException>(() => rig.Copy()).Message.ShouldContain("the process");
    }

    [Fact]
    public void Many_files_in_a_row_that_cannot_be_copied_end_nothing_while_the_target_can_be_used()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        for (var i = 0; i < 12; i++)
        {
            rig.Write($"data/f{i:00}", "content");
            Directory.CreateDirectory(rig[$"drive/telem/f{i:00}"]);
        }

        rig.Write("data/last", "content");
        rig.Inventory();
        var report = rig.Copy();
        (report.Failed, report.Copied).ShouldBe((12, 1));

        using var target = FolderTarget.Open(rig["drive"], "shelf", static _ => 0);
        Directory.Delete(rig["drive"], recursive: true);
        Should.Throw<CopyTargetException>(() => new ReplicaCopy(rig.Settings, rig.Database, TimeProvider.System, rig.Log).Run(target, progress: null, default)).Message.ShouldContain("10 files in a row");
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void The_folder_beneath_a_volume_that_is_away_is_not_filled(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        rig.Write("data/a", "content");
        rig.Inventory();
        rig.Copy();
        Directory.Move(rig["drive/telem"], rig["unmounted"]);
        Should.Throw<CopyTargetException>(() => rig.Copy()).Message.ShouldContain("1 copies are recorded there");
        Directory.GetDirectories(rig["drive"]).ShouldBeEmpty();
        Should.Throw<DirectoryNotFoundException>(() => rig.Verify(volumes: "drive")); // The lock alone is no content.
        rig.Verify().Report.Away.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void The_copy_of_another_computers_file_is_not_overwritten(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        rig.Write("data/a", "ours");
        rig.Write("drive/telem/a", "another's", -60);
        rig.Inventory();
        const string Time = "'2024-04-15 22:29:00.123456+00:00'";
        rig.Tables.Execute($"INSERT INTO file_origins (origin_host, origin_path, modification_time, creation_time, size_bytes) VALUES ('exao2', '/a', {Time}, {Time}, 9)");
        rig.Tables.Execute($"INSERT INTO file_replicas (origin_host, origin_path, hostname, replica_path, origin_modification_time, size_bytes) VALUES ('exao2', '/a', 'shelf', '{rig["drive/telem/a"]}', {Time}, 9)");
        rig.Copy().Skipped.ShouldBe(1);
        File.ReadAllText(rig["drive/telem/a"]).ShouldBe("another's");
    }

    [Fact]
    public void A_volume_that_goes_while_it_is_copied_to_is_not_sought_by_its_path()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        rig.Write("data/a", "content");
        rig.Inventory();
        using (var target = FolderTarget.Open(rig["drive"], "shelf", static _ => 0))
        {
            Directory.Move(rig["drive"], rig["gone"]);
            Directory.CreateDirectory(rig["drive"]);
            new ReplicaCopy(rig.Settings, rig.Database, TimeProvider.System, rig.Log).Run(target, progress: null, default);
        }

        Directory.GetFileSystemEntries(rig["drive"]).ShouldBeEmpty();
        File.Exists(rig["gone/telem/a"]).ShouldBeTrue();
    }

    [Fact]
    public void A_link_in_the_place_of_the_lock_is_not_followed()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        rig.Write("outside", "content");
        File.CreateSymbolicLink(rig["drive/.catchment-copy.lock"], rig["outside"]);
        Should.Throw<CopyTargetException>(() => rig.Copy()).Message.ShouldContain("no regular file");
        File.ReadAllText(rig["outside"]).ShouldBe("content");
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void What_the_inventory_has_learned_while_a_file_was_copied_stays(DatabaseKind kind)
    {
        using var rig = new ReplicaRig(kind);
        rig.Write("data/a", "content");
        rig.Inventory();
        rig.Write("data/a", "content and more", 5);
        rig.Copy(clock: new HookedTime(() => rig.Tables.Execute("UPDATE file_origins SET size_bytes = 99")), rate: 10).Copied.ShouldBe(1);
        rig.Tables.Rows("SELECT size_bytes FROM file_origins").ShouldBe(["99"]);
    }

    [Fact]
    public void A_wait_longer_than_a_timer_takes_is_waited_in_parts()
    {
        var clock = new HookedTime(static () => { });
        new RateLimit(1, clock).Take(100 * 86_400, default);
        clock.GetElapsedTime(0).ShouldBe(TimeSpan.FromDays(100));
    }

    [Fact]
    public void What_is_newer_there_by_less_than_a_coarse_clock_tells_is_left_where_the_clock_is_fine()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        rig.Write("data/a", "content");
        rig.Write("drive/telem/a", "other", 0.5);
        rig.Write("data/coarse", "content");
        rig.Write("drive/telem/coarse", "other", 1 - 0.123456);
        rig.Inventory();
        var report = rig.Copy();
        (report.Newer, report.Copied).ShouldBe((1, 1));
        File.ReadAllText(rig["drive/telem/a"]).ShouldBe("other");
    }

    [Fact]
    public void No_two_files_have_one_copy()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        rig.Write("data/a", "content");
        rig.Inventory();
        rig.Tables.Execute("INSERT INTO file_origins (origin_host, origin_path, modification_time, creation_time, size_bytes) SELECT origin_host, '/' || origin_path, modification_time, creation_time, size_bytes FROM file_origins");
        Directory.CreateDirectory(rig["other"]);
        var report = rig.Copy("other");
        (report.Copied, report.Skipped).ShouldBe((1, 1));
        rig.Settings = rig.Settings with { Replicas = rig.Settings.Replicas with { Maps = new ReplicaMaps([.. rig.Settings.Replicas.Maps.All, ReplicaMap.Parse($"{rig["drive"]}/telem=exao1:/elsewhere", "/")]) } };
        Should.Throw<CopyTargetException>(() => rig.Copy()).Message.ShouldContain("lead to one folder");
    }

    [Fact]
    public void A_place_that_is_another_files_is_left()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        rig.Write("data/one/two/a", "content");
        rig.Write("data/two/a", "newer content", 5);
        rig.Inventory();
        Map("=one", "/two=two"); // both to two/a: the second mapping's
        var report = rig.Copy();
        (report.Copied, report.Skipped).ShouldBe((1, 1));
        File.ReadAllText(rig["drive/two/a"]).ShouldBe("newer content");
        Map("=one");
        rig.Copy().Skipped.ShouldBe(1);
        File.ReadAllText(rig["drive/two/a"]).ShouldBe("newer content");
        rig.States().ShouldBe(["a Missing", "a Current"]);

        void Map(params string[] maps) => rig.Settings = rig.Settings with
        {
            Replicas = rig.Settings.Replicas with { Maps = new ReplicaMaps(maps.Select(m => ReplicaMap.Parse($"{rig["drive"]}{m[..m.IndexOf('=')]}=exao1:{rig["data"]}/{m[(m.IndexOf('=') + 1)..]}", "/"))) },
        };
    }
}
