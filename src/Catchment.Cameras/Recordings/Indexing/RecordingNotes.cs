using Catchment.Cameras.Events;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>
/// Notes which events changed, until somebody looks at their files. Outlives the one who looks. When there are too many notes, those of
/// a day become one: the whole day is compared. Safe for many threads.
/// </summary>
internal sealed class RecordingNotes : IEventListener
{
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly HashSet<EventKey> _events = [];
    private readonly HashSet<DateOnly> _days = [];
    private volatile Action? _wake;

    /// <summary>Events noted.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _events.Count;
        }
    }

    /// <inheritdoc/>
    public void Started(EventKey key, string node, string view) => Note(key);

    /// <inheritdoc/>
    public void Changed(EventKey key) => Note(key);

    /// <inheritdoc/>
    public void Ended(EventKey key) => Note(key);

    /// <inheritdoc/>
    public void Deleted(EventKey key) => Note(key);

    /// <summary>Who is to be woken by a note; null: nobody.</summary>
    internal void Wakes(Action? wake) => _wake = wake;

    /// <summary>Notes events that have to be looked at again, without waking anybody.</summary>
    internal void Again(DateOnly day, IEnumerable<string> ids)
    {
        foreach (var id in ids)
            Add(new EventKey(day, id));
    }

    /// <summary>Takes the events noted.</summary>
    internal EventKey[] TakeEvents()
    {
        lock (_lock)
        {
            EventKey[] taken = [.. _events];
            _events.Clear();
            return taken;
        }
    }

    /// <summary>Takes the days noted.</summary>
    internal DateOnly[] TakeDays()
    {
        lock (_lock)
        {
            DateOnly[] taken = [.. _days];
            _days.Clear();
            return taken;
        }
    }

    private void Note(EventKey key)
    {
        Add(key);
        _wake?.Invoke();
    }

    private void Add(EventKey key)
    {
        lock (_lock)
        {
            if (_events.Count < Most)
                _events.Add(key);
            else if (!_events.Contains(key))
                _days.Add(key.Day);
        }
    }
}
