using Catchment.Core.Databases;
using Catchment.Telemetry.Replicas.Verifying;

namespace Catchment.Telemetry.Tests.Replicas;

public sealed class ReplicaVerificationTests
{
    public static TheoryData<DatabaseKind> Systems => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Systems))]
    public void What_is_not_as_it_was_is_told_and_marked_and_no_row_is_lost(DatabaseKind kind)
    {
        using var rig = Filled(kind);
        File.Delete(rig["drive/telem/gone"]);
        rig.Write("drive/telem/resized", "con");
        rig.Write("drive/telem/touched", "content", 100);
        rig.Write("drive/telem/bad", "cOntent");
        var (report, found) = rig.Verify();
        found.ShouldBe(["Gone gone", "Resized resized", "Touched touched"]);
        (report.Looked, report.Intact, report.Faults).ShouldBe((5, 2, 3));
        rig.States().ShouldBe(["bad Current", "gone Gone", "good Current", "resized Incomplete", "touched Current"]);

        (report, found) = rig.Verify(compares: true);
        found.ShouldBe(["Damaged bad", "Gone gone"]); // of another time only, and of another size known by now
        report.Compared.ShouldBe(3);
        rig.States().ShouldBe(["bad Damaged", "gone Gone", "good Current", "resized Incomplete", "touched Current"]);
        rig.Rows().Count.ShouldBe(5);
        rig.Verify().Found.ShouldBe(["Damaged bad", "Gone gone", "Touched touched"]);

        rig.Write("drive/telem/gone", "content");
        rig.Verify().Report.Returned.ShouldBe(1);
        rig.States()[1].ShouldBe("gone Current");
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Of_a_volume_that_is_not_mounted_nothing_is_said(DatabaseKind kind)
    {
        using var rig = Filled(kind);
        Directory.Move(rig["drive/telem"], rig["unmounted"]);
        var before = rig.Rows();
        var (report, found) = rig.Verify();
        found.ShouldBeEmpty();
        (report.Looked, report.Away).ShouldBe((0, 5));
        rig.Rows().ShouldBe(before);
        Should.Throw<DirectoryNotFoundException>(() => rig.Verify(volumes: "drive")).Message.ShouldContain("mounted");

        // The volume is there, and the folder on it is gone.
        rig.Write("drive/other", "x");
        rig.Verify(volumes: "drive").Report.Gone.ShouldBe(5);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Rows_go_when_that_is_asked_for_and_no_others(DatabaseKind kind)
    {
        using var rig = Filled(kind);
        File.Delete(rig["drive/telem/gone"]);
        File.Delete(rig["data/good"]);
        var (report, _) = rig.Verify(forgets: true);
        (report.Gone, report.Forgotten, report.OriginalsGone).ShouldBe((1, 1, 1));
        rig.States().ShouldBe(["bad Current", "gone Missing", "good Current", "resized Current", "touched Current"]);
    }

    [Fact]
    public void Of_volumes_below_a_folder_those_that_are_not_mounted_keep_their_rows()
    {
        using var rig = new ReplicaRig(DatabaseKind.Sqlite);
        rig.Write("data/a", "content");
        rig.Inventory();
        foreach (var volume in new[] { "mnt/here", "mnt/away" })
        {
            Directory.CreateDirectory(rig[volume]);
            rig.Copy(volume).Copied.ShouldBe(1);
        }

        Directory.Move(rig["mnt/away"], rig["unmounted"]);
        Directory.CreateDirectory(rig["mnt/away"]);
        File.Delete($"{rig["mnt/here"]}/exao1{rig["data/a"]}");
        rig.Write($"mnt/here/exao1{rig["data/b"]}", "another");
        var (report, _) = rig.Verify(forgets: true, volumes: "mnt");
        (report.Away, report.Gone, report.Forgotten).ShouldBe((1, 1, 1));
        rig.Rows().ShouldHaveSingleItem().ShouldContain("mnt/away");
    }

    [Fact]
    public void A_volume_that_goes_while_it_is_verified_keeps_its_rows()
    {
        using var rig = Filled(DatabaseKind.Sqlite);
        File.Delete(rig["drive/telem/gone"]);
        var report = new ReplicaVerification(rig.Settings, rig.Database, TimeProvider.System, rig.Log) { Forgets = true }
            .Run([], _ => Directory.Move(rig["drive/telem"], rig["unmounted"]), progress: null, default);
        (report.Gone, report.Away, report.Forgotten).ShouldBe((1, 3, 0));
        rig.Rows().Count.ShouldBe(5);
    }

    private static ReplicaRig Filled(DatabaseKind kind)
    {
        var rig = new ReplicaRig(kind);
        foreach (var name in new[] { "good", "gone", "resized", "touched", "bad" })
            rig.WriteBoth(name, "content");
        rig.Inventory();
        rig.Scan().Added.ShouldBe(5);
        return rig;
    }
}
