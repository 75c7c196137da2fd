using Catchment.Core.Live;

namespace Catchment.Cameras.Catalog;

/// <summary>What every camera sent last, and how much in the last minute. Safe for many threads at once.</summary>
/// <param name="time">The clock of the last minute.</param>
/// <param name="feed">Told of every camera's newest frame, and of events.</param>
public sealed class CameraBoard(TimeProvider time, LiveFeed feed) : ICameraBoard
{
    /// <summary>Cameras on the board; a sender that makes up ever new names does not fill the memory.</summary>
    public const int MostCameras = 2_000;

    private const int Window = 60;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly HashSet<Place> _changed = [];

    /// <inheritdoc/>
    public IReadOnlyList<CameraTile> Tiles()
    {
        var now = Second();
        lock (_lock)
            return [.. _places.Values.Select(p => new CameraTile(p.Camera, p.Newest, p.FramesSince(now - Window), p.LastEvent))];
    }

    /// <summary>Puts down what the catalog knows of the time before this process, where nothing newer is there.</summary>
    /// <param name="camera">Which camera.</param>
    /// <param name="newest">Its newest frame, if any.</param>
    /// <param name="lastEvent">Its last event, if any.</param>
    internal void Seed(Camera camera, FrameEntry? newest, EventEntry? lastEvent)
    {
        lock (_lock)
        {
            if (Find(camera) is not { } place)
                return;
            place.Newest ??= newest;
            place.LastEvent ??= lastEvent;
        }
    }

    /// <summary>Puts down every camera's newest frame and last event.</summary>
    /// <exception cref="CatalogException">The catalog cannot be asked.</exception>
    internal async Task SeedAsync(ICameraCatalog catalog, CancellationToken cancellation)
    {
        foreach (var camera in await catalog.CamerasAsync(cancellation))
        {
            var query = new CatalogQuery { Node = camera.Node, View = camera.View, Limit = 1 };
            var frames = await catalog.FramesAsync(query, cancellation);
            var events = await catalog.EventsAsync(query, cancellation);
            Seed(camera, frames.Items.FirstOrDefault(f => f.Camera.Label == camera.Label), events.Items.FirstOrDefault(e => e.Camera.Label == camera.Label));
        }
    }

    /// <summary>A frame was stored just now.</summary>
    internal void Saw(FrameEntry frame)
    {
        var now = Second();
        lock (_lock)
        {
            if (Find(frame.Camera) is not { } place)
                return;
            place.Newest = frame;
            place.Count(now);
            _changed.Add(place);
        }
    }

    /// <summary>An event was logged just now.</summary>
    internal void Saw(EventEntry entry)
    {
        lock (_lock)
        {
            if (Find(entry.Camera) is { } place)
                place.LastEvent = entry;
        }

        if (feed.IsWatched)
            feed.Publish(new LiveMessage(ICameraBoard.EventTopic, entry.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), entry));
    }

    /// <summary>The catalog was put right by a day's files: who looks at its list has to ask again.</summary>
    internal void Listed(DateOnly day)
    {
        if (feed.IsWatched)
            feed.Publish(new LiveMessage(ICameraBoard.DayTopic, day.ToString("O", System.Globalization.CultureInfo.InvariantCulture), day));
    }

    /// <summary>Tells the watchers each camera's newest frame since the last time.</summary>
    internal void Publish()
    {
        FrameEntry[] newest;
        lock (_lock)
        {
            newest = feed.IsWatched ? [.. _changed.Select(p => p.Newest).OfType<FrameEntry>()] : [];
            _changed.Clear();
        }

        foreach (var frame in newest)
            feed.Publish(new LiveMessage(ICameraBoard.FrameTopic, frame.Camera.Label, frame));
    }

    /// <summary>Forgets frames that are no longer where they were, so that no tile shows a picture that is gone.</summary>
    internal void Forget(FrameEntry gone)
    {
        lock (_lock)
        {
            if (_places.TryGetValue(gone.Camera.Label, out var place) && place.Newest is { } newest && newest.Time == gone.Time && newest.Format == gone.Format)
                place.Newest = null;
        }
    }

    private Place? Find(Camera camera)
    {
        if (_places.TryGetValue(camera.Label, out var place))
            return place;
        if (_places.Count >= MostCameras)
            return null;
        place = new Place(camera);
        _places.Add(camera.Label, place);
        return place;
    }

    private long Second() => (long)time.GetElapsedTime(0).TotalSeconds;

    private sealed class Place(Camera camera)
    {
        private readonly int[] _frames = new int[Window];
        private long _second = long.MinValue;

        internal Camera Camera { get; } = camera;

        internal FrameEntry? Newest { get; set; }

        internal EventEntry? LastEvent { get; set; }

        internal void Count(long second)
        {
            Advance(second);
            _frames[second % Window]++;
        }

        internal int FramesSince(long second)
        {
            Advance(second + Window);
            return _frames.Sum();
        }

        private void Advance(long second)
        {
            if (second <= _second)
                return;
            for (var s = Math.Max(Math.Max(_second, second - Window), -1) + 1; s <= second; s++)
                _frames[s % Window] = 0;
            _second = second;
        }
    }
}
