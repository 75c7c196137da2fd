using System.Globalization;
using Catchment.Cameras.Catalog;
using Catchment.Core.Live;

namespace Catchment.WebConsole.Tests;

/// <summary>Frames and messages in memory, in the order of their times: the catalog's and the board's contracts without a database.</summary>
internal sealed class MemoryCatalog : ICameraCatalog, ICameraBoard
{
    private readonly Lock _gate = new();
    private readonly List<FrameEntry> _frames = [];
    private readonly List<EventEntry> _events = [];
    private readonly SortedDictionary<string, CameraTile> _tiles = new(StringComparer.Ordinal);

    /// <summary>Where new entries are told; null: nowhere.</summary>
    public LiveFeed? Live { get; init; }

    /// <summary>Every question throws it while it is set.</summary>
    public CatalogException? Trouble { get; set; }

    /// <summary>The last listing asked for.</summary>
    public CatalogQuery? LastQuery { get; private set; }

    public void Add(FrameEntry frame, int framesPerMinute = 1)
    {
        lock (_gate)
        {
            _frames.Add(frame);
            var tile = Tile(frame.Camera);
            _tiles[frame.Camera.Label] = tile with { Newest = frame, FramesPerMinute = framesPerMinute };
        }

        Live?.Publish(new LiveMessage(ICameraBoard.FrameTopic, frame.Camera.Label, frame));
    }

    /// <summary>Frames that were found in the files, and not seen as they came.</summary>
    public void Find(DateOnly day, params IEnumerable<FrameEntry> frames)
    {
        lock (_gate)
        {
            _frames.AddRange(frames);
            _frames.Sort((a, b) => a.Time.CompareTo(b.Time));
        }

        Live?.Publish(new LiveMessage(ICameraBoard.DayTopic, $"{day:yyyy-MM-dd}", day));
    }

    public void Add(EventEntry entry)
    {
        lock (_gate)
        {
            _events.Add(entry);
            _tiles[entry.Camera.Label] = Tile(entry.Camera) with { LastEvent = entry with { Id = 0 } };
        }

        Live?.Publish(new LiveMessage(ICameraBoard.EventTopic, entry.Id.ToString(CultureInfo.InvariantCulture), entry));
    }

    public IReadOnlyList<CameraTile> Tiles()
    {
        lock (_gate)
            return [.. _tiles.Values];
    }

    public Task<CatalogPage<FrameEntry>> FramesAsync(CatalogQuery query, CancellationToken cancellation) => Ask(() =>
        Page(_frames, query, f => f.Time, f => Fits(f.Camera, query) && (query.Type is null || query.Type == (f.Format == FrameFormat.Jpg ? "jpg" : "image"))));

    public Task<CatalogPage<EventEntry>> EventsAsync(CatalogQuery query, CancellationToken cancellation) => Ask(() =>
        Page(_events, query, e => e.Time, e => Fits(e.Camera, query) && (query.Type is null || query.Type == e.Type)));

    public Task<IReadOnlyList<Camera>> CamerasAsync(CancellationToken cancellation) =>
        Ask<IReadOnlyList<Camera>>(() => [.. _tiles.Values.Select(t => t.Camera)]);

    public Task<IReadOnlyList<string>> EventTypesAsync(CancellationToken cancellation) =>
        Ask<IReadOnlyList<string>>(() => [.. _events.Select(e => e.Type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    public Task<IReadOnlyList<DateOnly>> DaysAsync(CatalogQuery query, CancellationToken cancellation) => Ask<IReadOnlyList<DateOnly>>(() =>
        [.. Between(_frames, query, f => f.Time).Where(f => Fits(f.Camera, query)).Select(f => DateOnly.FromDateTime(f.Time)).Distinct().OrderDescending().Take(query.Limit)]);

    public Task<IReadOnlyList<FrameCount>> CountFramesAsync(CatalogQuery query, TimeSpan span, CancellationToken cancellation) => Ask<IReadOnlyList<FrameCount>>(() =>
    [
        .. Between(_frames, query, f => f.Time).Where(f => Fits(f.Camera, query))
            .CountBy(f => f.Time.Date.AddTicks(f.Time.TimeOfDay.Ticks / span.Ticks * span.Ticks)).OrderBy(c => c.Key).Select(c => new FrameCount(c.Key, c.Value)),
    ]);

    private CameraTile Tile(Camera camera) => _tiles.GetValueOrDefault(camera.Label) ?? new CameraTile(camera, null, 0, null);

    private Task<T> Ask<T>(Func<T> answer)
    {
        lock (_gate)
            return Trouble is null ? Task.FromResult(answer()) : Task.FromException<T>(Trouble);
    }

    private CatalogPage<T> Page<T>(List<T> all, CatalogQuery query, Func<T, DateTime> time, Func<T, bool> fits)
    {
        LastQuery = query;
        var skip = 0;
        if (query.Cursor is not null && !int.TryParse(query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out skip))
            throw new CatalogException($"'{query.Cursor}' is no cursor. Leave it out to begin anew.", isQuestion: true);
        var chosen = Between(all, query, time);
        var items = (query.OldestFirst ? chosen : Backwards(chosen)).Where(fits).Skip(skip).Take(query.Limit + 1).ToList();
        return items.Count > query.Limit
            ? new CatalogPage<T>(items[..^1], (skip + query.Limit).ToString(CultureInfo.InvariantCulture))
            : new CatalogPage<T>(items, null);
    }

    private static Slice<T> Between<T>(List<T> all, CatalogQuery query, Func<T, DateTime> time)
    {
        var first = query.From is { } from ? LowerBound(all, from, time) : 0;
        var end = query.To is { } to ? LowerBound(all, to, time) : all.Count;
        return new Slice<T>(all, first, Math.Max(0, end - first));
    }

    private static int LowerBound<T>(List<T> all, DateTime at, Func<T, DateTime> time)
    {
        var (low, high) = (0, all.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (time(all[middle]) < at)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static IEnumerable<T> Backwards<T>(Slice<T> entries)
    {
        for (var i = entries.Count - 1; i >= 0; i--)
            yield return entries[i];
    }

    private static bool Fits(Camera camera, CatalogQuery query) =>
        (query.Node is null || query.Node == camera.Node) && (query.View is null || query.View == camera.View);

    private sealed class Slice<T>(List<T> all, int first, int count) : IReadOnlyList<T>
    {
        public int Count => count;

        public T this[int index] => all[first + index];

        public IEnumerator<T> GetEnumerator()
        {
            for (var i = 0; i < count; i++)
                yield return all[first + i];
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
