using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Reconciling;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings;
using Catchment.Cameras.Recordings.Indexing;
using Catchment.Cameras.Tests.Catalog;
using Catchment.Core.Databases;

namespace Catchment.Cameras.Tests.Recordings;

public sealed class RecordingRebuildTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 2, 10, 12, 0, 0);

    private readonly EventTree _tree = new();
    private readonly TestCatalog _catalog = new(DatabaseKind.Sqlite);
    private readonly Locked _locks = new();

    public void Dispose()
    {
        _catalog.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public async Task A_rebuild_makes_the_catalog_equal_to_the_files_and_again_finds_nothing_to_do()
    {
        RandomEvents.Fill(_tree, new Random(1), 0, 60);
        var first = Run(out var findings);
        first.Added.ShouldBe(60);
        findings.OrphanCount.ShouldBe(0);
        findings.MissingCount.ShouldBe(0);
        (await ListedAsync()).ShouldBe(_tree.Expected.Select(RecordingListingTests.Text));

        // Without a trace in any folder's time: only a rebuild and the next look see it.
        var key = _tree.Expected[5].Key;
        _tree.Delete(_tree.Expected[6].Key);
        File.AppendAllText(_tree.Folders.SetOf(key, "trk"), $"2026-02-10T12:00:00,9,zebra: 1,1,2,3,4\n");
        Run(out _).ShouldSatisfyAllConditions(p => p.Added.ShouldBe(1), p => p.Removed.ShouldBe(1));
        Run(out _).ShouldSatisfyAllConditions(p => p.Added.ShouldBe(0), p => p.Removed.ShouldBe(0));
        (await new RecordingCatalog(_catalog.Home).RecordingsAsync(new RecordingQuery { Label = "zebra" }, default)).Items.ShouldHaveSingleItem().Key.ShouldBe(key);
    }

    [Fact]
    public void Rows_without_files_and_orphans_are_told_and_orphans_go_only_when_wanted_old_and_not_locked()
    {
        var kept = _tree.Add(1, "east", "Front", Noon, 2, ("trk", ["car: 1"]), ("obj", ["car: 1"]));
        File.Delete(_tree.Folders.SetOf(kept, "obj"));
        var old = Orphan(2, TimeSpan.FromHours(2));
        var young = Orphan(3, TimeSpan.FromMinutes(30));
        var locked = Orphan(4, TimeSpan.FromDays(2));
        _locks.Keys.Add(locked);
        var midnight = _tree.Add(5, "east", "Front", new DateTime(2026, 2, 11, 23, 59, 59, 900), 0, ("trk", ["car: 1"]));
        var after = new EventKey(new DateOnly(2026, 2, 12), midnight.Id);
        Directory.CreateDirectory(_tree.Folders.ImagesOf(after.Day));
        _tree.Picture(after, new DateTime(2026, 2, 12, 0, 0, 0));
        Age(_tree.Folders.ImagesOf(after.Day), midnight.Id, TimeSpan.FromDays(3));
        File.WriteAllText(Path.Combine(_tree.Folders.CsvOf(kept.Day), "notes.txt"), "mine");

        Run(out var told);
        told.Missing.ShouldHaveSingleItem().ShouldBe(new MissingSet(kept, "obj"));
        told.Orphans.Select(o => o.Key).ShouldBe([old, young, locked], ignoreOrder: true);
        told.Orphans.ShouldAllBe(o => o.Pictures == 2 && o.Sets == 1 && !o.IsRemoved);

        Run(out var removed, removeOrphans: true);
        removed.RemovedCount.ShouldBe(1);
        removed.Orphans.Single(o => o.IsRemoved).Key.ShouldBe(old);
        Run(out var left, removeOrphans: true);
        left.Orphans.Select(o => o.Key).ShouldBe([young, locked], ignoreOrder: true);
        _tree.Files.PictureTimes(kept).Count.ShouldBe(2);
        _tree.Files.PictureTimes(after).Count.ShouldBe(1);
        File.Exists(Path.Combine(_tree.Folders.CsvOf(kept.Day), "notes.txt")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(9999, 12, 31)]
    public void The_calendars_first_and_last_day_are_days_like_others(int year, int month, int day)
    {
        _tree.Add(1, "east", "Front", new DateTime(year, month, day, 12, 0, 0), 2, ("trk", ["car: 1"]));
        Run(out var findings);
        findings.MissingCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_missing_or_empty_folder_is_refused()
    {
        RandomEvents.Fill(_tree, new Random(1), 0, 3);
        Run(out _);
        Directory.Move(_tree.Folders.Csv, _tree.Folders.Csv + ".away");
        Should.Throw<IOException>(() => Run(out _)).Message.ShouldContain("mounted");
        Directory.CreateDirectory(_tree.Folders.Csv);
        Should.Throw<IOException>(() => Run(out _)).Message.ShouldContain("--even-if-empty");
        (await ListedAsync()).Count.ShouldBe(3);
        Run(out _, evenIfEmpty: true).Removed.ShouldBe(3);
        (await ListedAsync()).ShouldBeEmpty();
        (await new RecordingCatalog(_catalog.Home).DaysAsync(new RecordingQuery(), default)).ShouldBeEmpty();
        (await new RecordingCatalog(_catalog.Home).LabelsAsync(default)).ShouldBeEmpty();
    }

    private EventKey Orphan(int number, TimeSpan age)
    {
        var key = _tree.Add(number, "east", "Front", Noon.AddMinutes(number), 2, ("trk", ["car: 1"]));
        var index = _tree.Folders.IndexOf(key.Day);
        File.WriteAllLines(index, File.ReadAllLines(index).Where(l => !l.Contains(key.Id, StringComparison.Ordinal)));
        foreach (var folder in new[] { _tree.Folders.CsvOf(key.Day), _tree.Folders.ImagesOf(key.Day) })
            Age(folder, key.Id, age);
        return key;
    }

    private static void Age(string folder, string id, TimeSpan age)
    {
        foreach (var file in Directory.GetFiles(folder, id + "_*"))
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime - age);
    }

    private CatalogProgress Run(out DiskFindings findings, bool removeOrphans = false, bool evenIfEmpty = false) =>
        new RecordingRebuild(_catalog.Home, _tree.Files, _locks, TimeProvider.System).Run(evenIfEmpty, removeOrphans, new Progress<CatalogProgress>(), out findings, default);

    private async Task<List<string>> ListedAsync() =>
        [.. (await new RecordingCatalog(_catalog.Home).RecordingsAsync(new RecordingQuery { Limit = CatalogQuery.MaxLimit }, default)).Items
            .OrderByDescending(r => r.Start).ThenBy(r => r.Key.Id, StringComparer.Ordinal).Select(RecordingListingTests.Text)];

    private sealed class Locked : IEventLocks
    {
        internal HashSet<EventKey> Keys { get; } = [];

        public bool IsLocked(EventKey key) => Keys.Contains(key);
    }
}
