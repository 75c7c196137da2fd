namespace Catchment.Cameras.Catalog.Recording;

/// <summary>
/// Changes on their way to the database, in order. When it is full, the days of further changes are noted instead: their files are
/// compared with the catalog later. Safe for many threads at once.
/// </summary>
/// <param name="capacity">Changes held.</param>
internal sealed class CatalogQueue(int capacity = 100_000)
{
    /// <summary>Characters of event messages held: senders choose their length.</summary>
    internal const long MostText = 16L << 20;

    private readonly Lock _lock = new();
    private readonly Queue<CatalogChange> _changes = new();
    private readonly SortedSet<DateOnly> _missed = [];
    private readonly SortedSet<DateOnly> _postponed = [];
    private long _textLength;

    /// <summary>Changes that wait.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _changes.Count;
        }
    }

    /// <summary>Adds a change, or notes its day.</summary>
    /// <returns>False when it was too many.</returns>
    internal bool Add(CatalogChange change)
    {
        lock (_lock)
        {
            if (_changes.Count < capacity && _textLength + change.TextLength <= MostText)
            {
                _changes.Enqueue(change);
                _textLength += change.TextLength;
                return true;
            }

            _missed.Add(change.Day);
            return false;
        }
    }

    /// <summary>Changes of a day went by unseen.</summary>
    internal void Miss(IEnumerable<DateOnly> days)
    {
        lock (_lock)
            _missed.UnionWith(days);
    }

    /// <summary>A day could not be compared: it comes again when the others are done.</summary>
    internal void Postpone(DateOnly day)
    {
        lock (_lock)
            _postponed.Add(day);
    }

    /// <summary>Whether a day was noted.</summary>
    internal bool HasMissed(DateOnly day)
    {
        lock (_lock)
            return _missed.Contains(day) || _postponed.Contains(day);
    }

    /// <summary>The next changes, oldest first; they stay until <see cref="Done"/>.</summary>
    internal CatalogChange[] Peek(int most)
    {
        lock (_lock)
            return [.. _changes.Take(most)];
    }

    /// <summary>The first changes are in the database.</summary>
    internal void Done(int count)
    {
        lock (_lock)
        {
            for (var i = 0; i < count; i++)
                _textLength -= _changes.Dequeue().TextLength;
        }
    }

    /// <summary>The newest day that was noted; it is no longer, and has to be noted again if its comparison fails.</summary>
    internal DateOnly? TakeMissed()
    {
        lock (_lock)
        {
            if (_missed.Count == 0)
            {
                _missed.UnionWith(_postponed);
                _postponed.Clear();
            }

            if (_missed.Count == 0)
                return null;
            var newest = _missed.Max;
            _missed.Remove(newest);
            return newest;
        }
    }

    /// <summary>How many days were noted.</summary>
    internal int MissedDays
    {
        get
        {
            lock (_lock)
                return _missed.Count + _postponed.Count;
        }
    }
}
