using Catchment.Core.Databases;
using Catchment.Files.Catalog;
using Catchment.Files.Tables;

namespace Catchment.Files.Tests.Catalog;

public sealed class FileDeskTests
{
    public static TheoryData<DatabaseKind> Kinds => CatalogRig.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_rerun_is_added_but_to_what_is_under_way_asked_for_or_new(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        for (var i = 1; i <= 6; i++)
            rig.Track(i, $"f{i}.fits");
        rig.Event(1, "FAILURE", 10);
        rig.Event(2, "SUCCESS", -3600); // Its clock was ahead.
        rig.Event(3, "PENDING", 10);
        rig.Event(4, "RERUN", 10);
        rig.Event(6, "BACKFILL", 10);
        rig.Catalog.Look(default);
        var desk = new FileDesk(rig.Database);

        var would = desk.Rerun([1, 2, 3, 4, 5, 6, 99, 1], isRehearsal: true, default);
        rig.History(1).ShouldBe("FAILURE");
        var did = desk.Rerun([1, 2, 3, 4, 5, 6, 99, 1], isRehearsal: false, default);

        did.ShouldBe(new FileDeskAnswer(Added: 3, UnderWay: 1, AsWished: 1, New: 1, NotThere: 1));
        would.ShouldBe(did);
        rig.History(1).ShouldBe("FAILURE RERUN");
        rig.History(2).ShouldBe("SUCCESS RERUN");
        rig.History(3).ShouldBe("PENDING");
        rig.Catalog.History(2)!.Events[^1].Time.ShouldBe(rig.Now.AddSeconds(3600).AddMicroseconds(1));
        rig.Ids(new FileQuery { Status = FileStatus.Rerun }).ShouldBe("6 4 2 1");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_is_asked_for_once_however_soon_somebody_asks_again(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        rig.Track(1, "a.fits");
        rig.Track(2, "b.fits");
        rig.Event(1, "FAILURE", 10);
        rig.Event(2, "FAILURE", 10);
        rig.Catalog.Look(default);
        rig.Event(2, "PENDING", 5); // Another program has it.

        new FileDesk(rig.Database).Rerun([1, 2], isRehearsal: false, default).ShouldBe(new FileDeskAnswer(Added: 1, UnderWay: 1, AsWished: 0, New: 0, NotThere: 0));
        new FileDesk(rig.Database).Rerun([1, 2], isRehearsal: false, default).ShouldBe(new FileDeskAnswer(Added: 0, UnderWay: 1, AsWished: 1, New: 0, NotThere: 0));
        rig.History(1).ShouldBe("FAILURE RERUN");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_rerun_is_done_once_by_the_ingester(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        rig.Track(1, "a.fits");
        rig.Event(1, "FAILURE", 10);
        rig.Catalog.Look(default);
        new FileDesk(rig.Database).Rerun([1], isRehearsal: false, default).Added.ShouldBe(1);
        var ingester = new IngesterTables(rig.Database, "here");

        ingester.Refresh(isWide: true);
        var claim = ingester.Take([FileStatus.Untried, FileStatus.Rerun], 10, isOnce: false).Single();
        new FileDesk(rig.Database).Rerun([1], isRehearsal: false, default).UnderWay.ShouldBe(1);
        ingester.Finish([new AttemptResult(1, FileStatus.Success, rig.Now) { Duration = TimeSpan.Zero }]);
        ingester.Refresh(isWide: true);
        ingester.Take([FileStatus.Untried, FileStatus.Rerun], 10, isOnce: false).ShouldBeEmpty();

        claim.CameFrom.ShouldBe(FileStatus.Rerun);
        rig.History(1).ShouldBe("FAILURE RERUN PENDING SUCCESS");
    }

    [Fact]
    public void What_an_ingester_holds_is_not_waited_for()
    {
        using var rig = new CatalogRig(DatabaseKind.PostgreSql);
        rig.Track(1, "a.fits");
        rig.Track(2, "b.fits");
        rig.Event(1, "FAILURE", 10);
        rig.Event(2, "FAILURE", 10);
        rig.Catalog.Look(default);
        using var unit = new FilesUnit(rig.Database);
        rig.Database.Ledger.States(unit.Own, 1, [2]).Count.ShouldBe(1);

        new FileDesk(rig.Database).Rerun([1, 2], isRehearsal: false, default).ShouldBe(new FileDeskAnswer(1, 1, 0, 0, 0));
    }
}
