using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Reconciling;
using Catchment.Cameras.Hub;
using Catchment.Core.Databases;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Tests.Catalog;

public sealed class DayComparisonTests : IDisposable
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xC0, 0, 17, 8, 1, 0xE0, 2, 0x80, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xFF, 0xD9];
    private static readonly DateOnly Day = new(2026, 3, 1);

    private readonly TemporaryFolder _root = new();
    private readonly ManualTime _time = new(new DateTime(2026, 3, 1, 12, 0, 0));

    public DayComparisonTests()
    {
        foreach (var folder in new[] { "images", "archive", "logs" })
            Directory.CreateDirectory(_root[folder]);
    }

    public static TheoryData<DatabaseKind> Kinds => TestCatalog.Kinds;

    public void Dispose() => _root.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Whatever_the_catalog_held_afterwards_it_equals_the_files(DatabaseKind kind)
    {
        using var catalog = new TestCatalog(kind);
        var random = new Random(1);
        for (var round = 0; round < 6; round++)
        {
            var truth = new SortedSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < 150; i++)
            {
                var time = Day.ToDateTime(default).AddTicks(random.NextInt64(TimeSpan.TicksPerDay) / 10 * 10);
                var frame = new FrameEntry(Cameras[random.Next(3)], time, (FrameFormat)random.Next(3), Jpeg.Length, null, null, random.Next(4) == 0);
                if (random.Next(3) != 0)
                    Write(frame);
                if (random.Next(3) != 0)
                    catalog.Tables.Add([frame]);
            }

            foreach (var path in Directory.EnumerateFiles(_root["images"], "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(_root["archive"], "*", SearchOption.AllDirectories)))
            {
                if (random.Next(10) == 0)
                    File.Delete(path);
                else
                    truth.Add(Path.GetRelativePath(_root.FullPath, path));
            }

            Comparison(catalog).Compare(Day, () => { }, default);

            var listed = await catalog.FramesAsync();
            listed.Select(f => $"{(f.IsArchived ? "archive" : "images")}/2026-03-01/{FrameFile.NameOf(f)}").Order(StringComparer.Ordinal).ShouldBe(truth);
            var again = Comparison(catalog);
            again.Compare(Day, () => { }, default);
            (again.Added, again.Removed).ShouldBe((0, 0));
        }
    }

    [Fact]
    public async Task What_is_missing_comes_with_size_and_pixels_and_the_remembered_spelling()
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        var frame = new FrameEntry(Cameras[2], new DateTime(2026, 3, 1, 8, 0, 0, 5), FrameFormat.Jpg, Jpeg.Length, 640, 480, false);
        Write(frame);
        File.WriteAllText(Path.Combine(_root["images"], "2026-03-01", "notes.txt"), "not a frame");
        File.WriteAllBytes(Path.Combine(_root["images"], "2026-03-01", "cam-2026-02-28T23.59.59.999999.jpg"), Jpeg);
        File.WriteAllText(_root[$"{CameraNames.FileName}"], """[{"label": "north-gate-lens-2", "node": "north-gate", "view": "lens 2"}]""");

        Comparison(catalog).Compare(Day, () => { }, default);

        (await catalog.FramesAsync()).ShouldBe([frame]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Events_equal_the_log_afterwards(DatabaseKind kind)
    {
        using var catalog = new TestCatalog(kind);
        using (var log = new EventLog(_root["logs"], Durability.Written, _time))
        {
            for (var i = 0; i < 50; i++)
                log.Append($"Barn|motion|{i}");
        }

        var gone = new EventEntry(1, Cameras[0], new DateTime(2026, 3, 1, 1, 0, 0), "motion", "Barn|motion|gone");
        catalog.Tables.Add([gone]);
        Comparison(catalog).Compare(Day, () => { }, default);
        var events = await catalog.EventsAsync();
        events.Select(e => e.Text).ShouldBe(Enumerable.Range(0, 50).Select(i => $"Barn|motion|{i}"));

        var again = Comparison(catalog);
        again.Compare(Day, () => { }, default);
        (again.Added, again.Removed).ShouldBe((0, 0));
        (await catalog.EventsAsync()).ShouldBe(events);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_frame_that_was_moved_is_listed_where_it_is_whoever_tells(DatabaseKind kind)
    {
        using var catalog = new TestCatalog(kind);
        FrameEntry[] frames = [.. Enumerable.Range(0, 3).Select(i => new FrameEntry(Cameras[i], new DateTime(2026, 3, 1, 8, 0, i), FrameFormat.Jpg, Jpeg.Length, 640, 480, false))];
        catalog.Tables.Add(frames);
        Write(frames[0] with { IsArchived = true });
        Write(frames[1]);
        Write(frames[2] with { IsArchived = true });

        var retirement = new CatalogRetirement(catalog.Home, _root.FullPath, null);
        retirement.Leaving(Day);
        retirement.Left(Day, [new(frames[0].Camera.Label, frames[0].Time, FrameFormat.Jpg)], archived: true);
        (await catalog.FramesAsync()).Select(f => f.IsArchived).ShouldBe([true, false, false]);
        Comparison(catalog).Compare(Day, () => { }, default);
        (await catalog.FramesAsync()).Select(f => f.IsArchived).ShouldBe([true, false, true]);
        Comparison(catalog).Compare(Day, () => { }, default);
        (await catalog.FramesAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_archive_that_is_not_mounted_says_nothing_about_its_frames()
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        var frame = new FrameEntry(Cameras[0], new DateTime(2026, 3, 1, 8, 0, 0, 5), FrameFormat.Jpg, 1, 640, 480, IsArchived: true);
        catalog.Tables.Add([frame]);
        Directory.Delete(_root["archive"]);

        Comparison(catalog).Compare(Day, () => { }, default);
        (await catalog.FramesAsync()).ShouldBe([frame]);

        Directory.CreateDirectory(_root["archive"]); // as an empty mount point shows
        Comparison(catalog).Compare(Day, () => { }, default);
        (await catalog.FramesAsync()).ShouldBe([frame]);

        Directory.CreateDirectory(_root["archive/2026-01-01"]);
        Comparison(catalog).Compare(Day, () => { }, default);
        (await catalog.FramesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void A_comparison_ends_when_it_is_asked_to()
    {
        using var catalog = new TestCatalog(DatabaseKind.Sqlite);
        Write(new FrameEntry(Cameras[0], new DateTime(2026, 3, 1, 8, 0, 0, 5), FrameFormat.Jpg, 1, 640, 480, false));
        Should.Throw<OperationCanceledException>(() => Comparison(catalog).Compare(Day, () => { }, new CancellationToken(canceled: true)));
    }

    private static Camera[] Cameras { get; } = [new("Barn", "Barn", ""), new("Barn-Door", "Barn", "Door"), new("north-gate-lens-2", "north-gate", "lens 2")];

    private DayComparison Comparison(TestCatalog catalog) => new(
        catalog.Tables, new FrameTree(_root["images"], [_root["archive"]]), new EventLogFiles(_root["logs"]), CameraNames.Read(_root.FullPath), _time, isWholeLogKnown: true);

    private void Write(FrameEntry frame)
    {
        var folder = Path.Combine(_root[frame.IsArchived ? "archive" : "images"], FrameFile.DayName(DateOnly.FromDateTime(frame.Time)));
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, FrameFile.NameOf(frame)), Jpeg);
    }
}
