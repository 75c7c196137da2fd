namespace Catchment.Cameras.Demo.Outposts;

/// <summary>
/// The latest events of the demo's outposts. A real sentinel looks at an event's pictures; the simulated one knows what was drawn
/// on them, so that its boxes fit.
/// </summary>
internal sealed class SeenEvents
{
    /// <summary>More than are analysed between an event's end and its last task.</summary>
    private const int Most = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SeenEvent> _events = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldest = new();

    /// <summary>Remembers an event that has ended.</summary>
    internal void Add(string id, SeenEvent seen)
    {
        lock (_gate)
        {
            if (!_events.TryAdd(id, seen))
                return;
            _oldest.Enqueue(id);
            if (_oldest.Count > Most)
                _events.Remove(_oldest.Dequeue());
        }
    }

    /// <summary>An event; null: forgotten, or none of this demo.</summary>
    internal SeenEvent? Find(string id)
    {
        lock (_gate)
        {
            return _events.GetValueOrDefault(id);
        }
    }
}
