namespace Catchment.Cameras.Watcher.Recording;

/// <summary>
/// The newest events of a view that the disk did not let begin: its outpost will not tell of their start again, but when there is room or
/// the folder is back the rest of them can be recorded. For one thread at a time.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class FailedStarts(TimeProvider time)
{
    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(1);

    private readonly List<(EventStart Start, long Tried)> _starts = [];

    /// <summary>It was tried just now and failed.</summary>
    internal void Add(EventStart start)
    {
        Remove(start.Key.Id);
        if (_starts.Count == ViewEvents.Most)
            _starts.RemoveAt(0);
        _starts.Add((start, time.GetTimestamp()));
    }

    /// <summary>Whether an event is one of them.</summary>
    /// <param name="id">The event.</param>
    /// <param name="due">It, when it is time to try again.</param>
    internal bool Has(ReadOnlySpan<char> id, out EventStart? due)
    {
        var at = Find(id);
        due = at >= 0 && time.GetElapsedTime(_starts[at].Tried) >= TryEvery ? _starts[at].Start : null;
        return at >= 0;
    }

    /// <summary>It began, or ended.</summary>
    internal void Remove(ReadOnlySpan<char> id)
    {
        if (Find(id) is >= 0 and var at)
            _starts.RemoveAt(at);
    }

    private int Find(ReadOnlySpan<char> id)
    {
        for (var i = 0; i < _starts.Count; i++)
        {
            if (id.SequenceEqual(_starts[i].Start.Key.Id))
                return i;
        }

        return -1;
    }
}
