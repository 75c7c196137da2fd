using Catchment.Core.Databases;
using Catchment.Files.Catalog;
using Catchment.Files.Tables;

namespace Catchment.Files.Tests.Catalog;

public sealed class FileCatalogTests
{
    public static TheoryData<DatabaseKind> Kinds => CatalogRig.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_status_is_the_newest_also_of_rows_that_others_added(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        rig.Track(1, "a.fits");
        rig.Track(2, "n1/b.fits");
        rig.Track(3, "n1/c.fits");
        rig.Event(1, "UNTRIED", 30);
        rig.Event(1, "PENDING", 20);
        rig.Event(1, "FAILURE", 10);
        rig.Event(2, "UNTRIED", 30);
        rig.Ids(new FileQuery { Status = FileStatus.Failure }).ShouldBe("1");
        rig.Event(1, "RERUN", 9);
        rig.Event(2, "PENDING", 5);

        rig.Ids(new FileQuery { Status = FileStatus.Failure }).ShouldBe("");
        rig.Ids(new FileQuery { Status = FileStatus.Rerun }).ShouldBe("1");
        rig.Ids(new FileQuery { Status = FileStatus.Pending }).ShouldBe("2");
        rig.Ids(new FileQuery { IsNew = true }).ShouldBe("3");
        rig.Ids(new FileQuery()).ShouldBe("3 2 1");
        var page = rig.Catalog.Page(new FileQuery { OldestFirst = true }, default);
        page.Items.Select(i => i.Status).ShouldBe([FileStatus.Rerun, FileStatus.Pending, null]);
        page.Items[1].Since.ShouldBe(rig.Now.AddSeconds(-5));
        page.Items[2].Since.ShouldBeNull();
        page.Next.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_rerun_that_a_person_wrote_by_the_clock_of_another_zone_counts(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        rig.Track(1, "a.fits");
        rig.Event(1, "FAILURE", 60);
        rig.Ids(new FileQuery { Status = FileStatus.Failure }).ShouldBe("1");
        rig.Event(1, "RERUN", 7 * 3600);
        rig.Clock.Advance(TimeSpan.FromMinutes(6));

        rig.Ids(new FileQuery { Status = FileStatus.Rerun }).ShouldBe("1");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Files_are_found_by_name_time_size_and_checksum(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        rig.Track(1, "raw_1.fits", rig.Now.AddDays(-3));
        rig.Track(2, "2026/raw%2.FITS", rig.Now.AddDays(-2));
        rig.Track(3, "2026/flat!3.fits", rig.Now.AddDays(-1));
        rig.Event(3, "FAILURE", 3600);
        rig.Event(2, "FAILURE", 7200);

        rig.Ids(new FileQuery { Name = "RAW" }).ShouldBe("2 1");
        rig.Ids(new FileQuery { Name = "2026/" }).ShouldBe("3 2");
        rig.Ids(new FileQuery { Name = "raw_1" }).ShouldBe("1");
        rig.Ids(new FileQuery { Name = "raw_2" }).ShouldBe("");
        rig.Ids(new FileQuery { Name = "w%2" }).ShouldBe("2");
        rig.Ids(new FileQuery { Name = "t!3" }).ShouldBe("3");
        rig.Ids(new FileQuery { Name = "raw*.fits" }).ShouldBe("2 1");
        rig.Ids(new FileQuery { Name = "raw" + "?1.fits" }).ShouldBe("1");
        rig.Ids(new FileQuery { Name = "*.fit" }).ShouldBe("");
        rig.Ids(new FileQuery { Name = "2026/*.fits" }).ShouldBe("3 2");
        rig.Ids(new FileQuery { AddedSince = rig.Now.AddDays(-2) }).ShouldBe("3 2");
        rig.Ids(new FileQuery { AddedUntil = rig.Now.AddDays(-2) }).ShouldBe("1");
        rig.Ids(new FileQuery { LeastSize = 2, MostSize = 2 }).ShouldBe("2");
        rig.Ids(new FileQuery { Checksum = CatalogRig.ChecksumOf("raw_1.fits")[..12] }).ShouldBe("1");
        rig.Ids(new FileQuery { Checksum = "72" }).ShouldBe("2 1");
        rig.Ids(new FileQuery { Checksum = CatalogRig.ChecksumOf("raw_1.fits")[..8], Cursor = 2 }).ShouldBe("1");
        rig.Ids(new FileQuery { Status = FileStatus.Failure, Name = "flat" }).ShouldBe("3");
        rig.Ids(new FileQuery { Status = FileStatus.Failure, ChangedSince = rig.Now.AddHours(-1) }).ShouldBe("3");
        rig.Ids(new FileQuery { ChangedUntil = rig.Now.AddHours(-1) }).ShouldBe("2");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Pages_follow_each_other_without_gap_or_repetition(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        for (var i = 1; i <= 25; i++)
        {
            rig.Track(i * 10, $"f{i}.fits");
            rig.Event(i * 10, i % 2 == 0 ? "FAILURE" : "SUCCESS", 100 - i);
        }

        foreach (var query in new[] { new FileQuery { Limit = 4 }, new FileQuery { Limit = 4, OldestFirst = true }, new FileQuery { Limit = 3, Status = FileStatus.Failure }, new FileQuery { Limit = 3, Name = "f", OldestFirst = true } })
        {
            rig.Catalog.Look(default);
            var seen = new List<long>();
            long? cursor = null;
            do
            {
                var page = rig.Catalog.Page(query with { Cursor = cursor }, default);
                page.Items.Count.ShouldBeLessThanOrEqualTo(query.Limit);
                seen.AddRange(page.Items.Select(i => i.File.Id));
                cursor = page.Next;
            }
            while (cursor is not null);

            var all = Enumerable.Range(1, 25).Where(i => query.Status is null || i % 2 == 0).Select(i => i * 10L);
            seen.ShouldBe(query.OldestFirst ? all : all.Reverse());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Who_waits_for_an_answer_gets_the_page_as_far_as_was_looked(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        var many = kind == DatabaseKind.Sqlite
            ? "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 45000) SELECT i, '.', 'f' || i, 'c' || i, 1, '2026-01-01 00:00:00.000000' FROM n"
            : "SELECT i, '.', 'f' || i, 'c' || i, 1, timestamp '2026-01-01' FROM generate_series(1, 45000) AS n (i)";
        rig.Execute($"INSERT INTO files (id, relpath, filename, checksum, size_bytes, added_on) {many}");
        var query = new FileQuery { Name = "f1", Limit = 5, MostLookedAt = 20_000 };
        var nowhere = query with { Name = "nowhere" };

        var first = rig.Catalog.Page(nowhere, default);
        (first.Items.Count, first.Next, first.IsCut).ShouldBe((0, 25_001, true));
        var second = rig.Catalog.Page(nowhere with { Cursor = first.Next }, default);
        second.Next.ShouldBe(5_001);
        rig.Catalog.Page(nowhere with { Cursor = second.Next }, default).ShouldBe(new FilePage([], null, IsCut: false), new ByValue());
        rig.Catalog.Page(nowhere with { MostLookedAt = null }, default).IsCut.ShouldBeFalse();
        rig.Catalog.Page(query with { MostLookedAt = null }, default).Items.Select(i => i.File.Id).ShouldBe([19_999, 19_998, 19_997, 19_996, 19_995]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_is_found_by_number_path_name_or_checksum_with_its_whole_history(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        rig.Track(7, "a.fits");
        rig.Track(8, "2026/b.fits");
        rig.Event(8, "UNTRIED", 3);
        rig.Event(8, "PENDING", 2);
        var failed = $"INSERT INTO file_events (start_time, status, files_id, ingest_ver, err_message, duration) VALUES ('{rig.Now.AddSeconds(-1):yyyy-MM-dd HH:mm:ss.ffffff}', 'FAILURE', 8, '1.2', 'no such dataset',";
        rig.Execute($"{failed} '{(kind == DatabaseKind.Sqlite ? "1970-01-01 00:00:01.500000" : "1.5 seconds")}')");
        rig.Catalog.Look(default);

        foreach (var word in new[] { "8", "2026/b.fits", "./2026/b.fits", "b.fits", CatalogRig.ChecksumOf("b.fits"), CatalogRig.ChecksumOf("b.fits")[..10].ToUpperInvariant() })
            rig.Catalog.Find(word).Select(f => f.File.Id).ShouldBe([8], word);
        foreach (var word in new[] { "9", "2025/b.fits", "c.fits", "abcdef", "x/", "./", ".." })
            rig.Catalog.Find(word).ShouldBeEmpty(word);
        var history = rig.Catalog.History(8)!;
        history.File.Status.ShouldBe(FileStatus.Failure);
        history.Events.Select(e => e.Status).ShouldBe([FileStatus.Untried, FileStatus.Pending, FileStatus.Failure]);
        history.Events[^1].ShouldBe(new HistoryEvent(rig.Now.AddSeconds(-1), FileStatus.Failure, "1.2", TimeSpan.FromSeconds(1.5), "no such dataset"));
        history.Check.ShouldBeNull();
        rig.Catalog.History(9).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_funnel_counts_every_file_once_and_names_who_waits_longest(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        var empty = rig.Catalog.Funnel(default);
        (empty.Files, empty.Bytes, empty.New, empty.OldestWaiting).ShouldBe((0, 0, 0, null));
        for (var i = 1; i <= 6; i++)
            rig.Track(i, $"f{i}.fits", rig.Now.AddHours(-i));
        rig.Event(1, "SUCCESS", 100);
        rig.Event(2, "SUCCESS", 90);
        rig.Event(3, "UNTRIED", 80);
        rig.Event(4, "FAILURE", 120);
        rig.Event(4, "RERUN", 70);
        rig.Catalog.Look(default).ShouldBeTrue();

        var funnel = rig.Catalog.Funnel(default);
        (funnel.Files, funnel.Bytes, funnel.New, funnel.Taken, funnel.IsWhole).ShouldBe((6, 21, 2, 0, true));
        funnel.ByStatus.OrderBy(s => s.Key).Select(s => $"{s.Key} {s.Value}").ShouldBe(["Untried 1", "Rerun 1", "Success 2"]);
        funnel.OldestWaiting!.File.Id.ShouldBe(5);
        funnel.WaitingSince.ShouldBe(rig.Now.AddHours(-5));
        rig.Event(5, "UNTRIED", 10);
        rig.Event(6, "IGNORED", 10);
        rig.Track(7, "f7.fits");
        rig.Catalog.Look(default);
        funnel = rig.Catalog.Funnel(default);
        (funnel.Files, funnel.Bytes, funnel.New).ShouldBe((7, 28, 1));
        funnel.OldestWaiting!.File.Id.ShouldBe(4);
        funnel.WaitingSince.ShouldBe(rig.Now.AddSeconds(-120));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rates_are_told_span_by_span_without_a_gap(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        rig.Track(1, "a", rig.Now.AddMinutes(-2));
        rig.Track(2, "b", rig.Now.AddMinutes(-2));
        rig.Track(3, "c", rig.Now.AddMinutes(-90));
        rig.Event(1, "UNTRIED", 119);
        rig.Event(1, "PENDING", 118);
        rig.Event(1, "SUCCESS", 60);
        rig.Event(2, "UNKNOWN", 59);
        rig.Event(3, "INVALID", 0);
        rig.Event(3, "FAILURE", 3700);

        var rates = rig.Catalog.Rates(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        rates.Spans.Count.ShouldBe(60);
        rates.Spans[^1].ShouldBe(new FileRate(rig.Now, 0, 0, 0, 1));
        rates.Spans[^2].ShouldBe(new FileRate(rig.Now.AddMinutes(-1), 0, 1, 1, 0));
        rates.Spans[^3].ShouldBe(new FileRate(rig.Now.AddMinutes(-2), 2, 0, 0, 0));
        rates.Spans.Take(57).ShouldAllBe(s => s.Found + s.Succeeded + s.Failed + s.Refused == 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Beside_an_ingester_nothing_is_written_nor_waited_for(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        rig.Track(1, "a.fits");
        var ingester = new IngesterTables(rig.Database, "here");
        ingester.Refresh(isWide: false);
        ingester.AddUntried(10);
        rig.Event(1, "FAILURE", -1);

        // The ingester is in the middle of something.
        using (var unit = new FilesUnit(rig.Database))
        {
            rig.Database.Ledger.LockScope(unit.Own, IngesterTables.NameOf(rig.Database.Tables));
            rig.Database.Ledger.States(unit.Own, 1, [1]);
            rig.Ids(new FileQuery { Status = FileStatus.Untried }).ShouldBe("1");
            rig.Catalog.Funnel(default).ByStatus.ShouldHaveSingleItem();
            rig.Catalog.Find("a.fits").Count.ShouldBe(1);
        }

        ingester.Refresh(isWide: false);
        rig.Ids(new FileQuery { Status = FileStatus.Failure }).ShouldBe("1");
        ingester.Leave();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_an_ingester_leaves_unread_for_long_is_seen_nonetheless(DatabaseKind kind)
    {
        using var rig = new CatalogRig(kind);
        rig.Track(1, "a.fits");
        var ingester = new IngesterTables(rig.Database, "here");
        ingester.Refresh(isWide: false);
        rig.Event(1, "FAILURE", 0);
        rig.Ids(new FileQuery { Status = FileStatus.Failure }).ShouldBe("");
        rig.Clock.Advance(TimeSpan.FromSeconds(31));
        ingester.Renew().ShouldBeTrue();

        rig.Ids(new FileQuery { Status = FileStatus.Failure }).ShouldBe("1");
    }

    [Fact]
    public void Without_an_events_table_files_have_no_status()
    {
        using var tables = new Tables.TestDatabase(DatabaseKind.Sqlite);
        tables.Execute("INSERT INTO files (relpath, filename, checksum, size_bytes, added_on) VALUES ('.', 'a', 'c', 3, '2026-01-01 00:00:00.000000')");
        using var database = FilesDatabase.Open(tables.Settings with { Events = null }, tables.Folder, TimeProvider.System);
        var catalog = new FileCatalog(database);

        catalog.Look(default).ShouldBeTrue();
        catalog.Page(new FileQuery(), default).Items.Single().Status.ShouldBeNull();
        catalog.Page(new FileQuery { Status = FileStatus.Success }, default).Items.ShouldBeEmpty();
        var funnel = catalog.Funnel(default);
        (funnel.Files, funnel.Bytes, funnel.New, funnel.IsWhole).ShouldBe((1, 3, 0, true));
        catalog.History(1)!.Events.ShouldBeEmpty();
    }

    private sealed class ByValue : IEqualityComparer<FilePage>
    {
        public bool Equals(FilePage? x, FilePage? y) => x!.Items.SequenceEqual(y!.Items) && x.Next == y.Next && x.IsCut == y.IsCut;

        public int GetHashCode(FilePage page) => 0;
    }
}
