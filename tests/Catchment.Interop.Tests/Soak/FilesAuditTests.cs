using Catchment.Core.Demo;
using Catchment.Soak.Audits;

namespace Catchment.Interop.Tests.Soak;

/// <summary>The audit of tracked files, with made-up storages, tables and histories.</summary>
public sealed class FilesAuditTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly StoredFile Stored = new("night/a.fits", "aa", "sum");
    private static readonly TrackedFile Tracked = new("night/a.fits", "sum", ["UNTRIED", "PENDING", "SUCCESS"]);

    [Fact]
    public void A_file_that_is_stored_tracked_and_ingested_once_is_clean() => Compare([Stored], [Tracked], ["/storage/night/a.fits"]).IsClean.ShouldBeTrue();

    [Fact]
    public void A_file_that_was_dropped_again_is_one()
    {
        var result = FilesAudit.Compare([Dropped("night/a.fits"), Dropped("again/a.fits")], [Stored], [Tracked], ["night/a.fits"], []);

        result.IsClean.ShouldBeTrue();
        result.Acknowledged.ShouldBe(1);
    }

    [Fact]
    public void What_is_missing_is_told()
    {
        Compare([], [Tracked], ["a.fits"]).Missing.ShouldBe(["a.fits: not in storage", "a.fits: not where its row says"]);
        Compare([Stored with { Path = "other/a.fits" }], [Tracked], ["a.fits"]).Missing.ShouldBe(["a.fits: not where its row says"]);
        Compare([Stored with { Sha256 = "bb" }], [Tracked], ["a.fits"]).Missing.ShouldBe(["a.fits: other bytes in storage"]);
        Compare([Stored], [], []).Missing.ShouldBe(["a.fits: no row"]);
        Compare([Stored], [Tracked with { Checksum = "x" }], ["a.fits"]).Missing.ShouldBe(["a.fits: the row has another checksum"]);
        Compare([Stored], [Tracked with { Statuses = ["UNTRIED", "PENDING", "UNKNOWN"] }], ["a.fits"]).Missing.ShouldBe(["a.fits: not ingested (UNTRIED PENDING UNKNOWN)"]);
        Compare([Stored], [Tracked], []).Missing.ShouldBe(["a.fits: not handed over"]);
        FilesAudit.Compare([Dropped("night/a.fits")], [Stored], [Tracked], ["a.fits"], ["a.fits"]).Missing.ShouldBe(["a.fits: still where it was dropped"]);
    }

    [Fact]
    public void What_is_there_twice_or_nobody_s_is_told()
    {
        Compare([Stored, Stored with { Path = "again/a.fits" }], [Tracked], ["a.fits"]).Twice.ShouldBe(["a.fits: 2 files, 1 rows"]);
        Compare([Stored], [Tracked, Tracked with { Path = "again/a.fits" }], ["a.fits"]).Twice.ShouldBe(["a.fits: 1 files, 2 rows"]);
        Compare([Stored], [Tracked with { Statuses = ["SUCCESS", "SUCCESS"] }], ["a.fits"]).Twice.ShouldHaveSingleItem().ShouldContain("ingested twice");
        Compare([Stored], [Tracked], ["a.fits", "a.fits"]).Twice.ShouldHaveSingleItem().ShouldContain("handed over 2 times");
        Compare([Stored, new StoredFile("night/x.fits", "", "")], [Tracked], ["a.fits"]).Twice.ShouldBe(["x.fits: nobody dropped it"]);
    }

    [Fact]
    public void A_file_that_a_kill_left_unknown_may_be_handed_over_once_more_when_somebody_asked_for_it()
    {
        var again = Tracked with { Statuses = ["UNTRIED", "PENDING", "UNKNOWN", "RERUN", "PENDING", "SUCCESS"] };
        Compare([Stored], [again], ["a.fits", "a.fits"]).IsClean.ShouldBeTrue();
        Compare([Stored], [again], ["a.fits", "a.fits", "a.fits"]).Twice.ShouldHaveSingleItem();
        Compare([Stored], [again], ["a.fits"]).Note.ShouldBe("1 were UNKNOWN after a kill");
    }

    [Fact]
    public void A_file_that_was_broken_off_may_be_there_or_not()
    {
        var broken = Dropped("night/b.fits") with { Answer = null };
        FilesAudit.Compare([Dropped("night/a.fits"), broken], [Stored], [Tracked], ["a.fits"], []).IsClean.ShouldBeTrue();
        FilesAudit.Compare([Dropped("night/a.fits"), broken], [Stored, new StoredFile("night/b.fits", "", "")], [Tracked], ["a.fits"], []).IsClean.ShouldBeTrue();
    }

    private static AuditResult Compare(IReadOnlyList<StoredFile> stored, IReadOnlyList<TrackedFile> tracked, IEnumerable<string> handedOver) =>
        FilesAudit.Compare([Dropped("night/a.fits")], stored, tracked, handedOver, []);

    private static DemoItem Dropped(string path) => new("files", path, Noon) { Answer = "written", Bytes = "aa" };
}
