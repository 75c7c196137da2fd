namespace Catchment.Cameras.Pump;

/// <summary>What was made of files lately, within a bound of memory; what was not used for longest goes first. For many threads.</summary>
/// <param name="mostBytes">The bound; 0: nothing is kept.</param>
internal sealed class PumpCache(long mostBytes)
{
    private const int Makers = 1024; // So many that two days hardly ever wait for one another.
    private const int EntryBytes = 256;
    private const int MostDistrusted = 1024;

    private readonly Lock _gate = new();
    private readonly Lock[] _makers = [.. Enumerable.Range(0, Makers).Select(_ => new Lock())];
    private readonly Dictionary<string, LinkedListNode<(string Key, CachedItem Item, long Number)>> _items = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, CachedItem Item, long Number)> _byUse = new();
    private readonly Dictionary<string, long> _distrusted = new(StringComparer.Ordinal);
    private long _bytes;
    private long _kept;
    private long _allDistrusted;

    /// <summary>Memory of all that is kept.</summary>
    internal long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Held while something of this key is made, so that many who ask at once have it made once.</summary>
    internal Lock MakerOf(ReadOnlySpan<char> key) => _makers[(string.GetHashCode(key, StringComparison.Ordinal) & int.MaxValue) % Makers];

    /// <summary>What is kept under a key.</summary>
    internal CachedItem? Find(ReadOnlySpan<char> key)
    {
        lock (_gate)
        {
            if (!_items.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var node))
                return null;
            if (node.Previous is not null)
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
            }

            return IsDistrusted(node.Value.Key, node.Value.Number) ? node.Value.Item with { Facts = default } : node.Value.Item;
        }
    }

    /// <summary>Keeps something, in place of what has its key; not at all when it is larger than the bound.</summary>
    internal void Keep(ReadOnlySpan<char> key, CachedItem item)
    {
        lock (_gate)
        {
            Remove(key);
            var size = item.Bytes + EntryBytes;
            if (size > mostBytes)
                return;
            while (_bytes + size > mostBytes && _byUse.Last is { } oldest)
                Remove(oldest.Value.Key);
            var text = key.ToString();
            _items.Add(text, _byUse.AddFirst((text, item, ++_kept)));
            _bytes += size;
        }
    }

    /// <summary>
    /// Trusts nothing of a day any more: its files are read again. What was read of them stays, so that of an index that has only grown the
    /// new rows alone are read.
    /// </summary>
    internal void Distrust(ReadOnlySpan<char> dayText)
    {
        lock (_gate)
        {
            if (_distrusted.Count >= MostDistrusted)
            {
                _distrusted.Clear();
                _allDistrusted = _kept;
            }

            _distrusted.GetAlternateLookup<ReadOnlySpan<char>>()[dayText] = _kept;
        }
    }

    /// <summary>Whether it was kept before its day was distrusted. What is kept is not walked through for that: it may be much.</summary>
    private bool IsDistrusted(ReadOnlySpan<char> key, long number) => number <= _allDistrusted
        || (_distrusted.Count > 0 && _distrusted.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(CacheKey.DayOf(key), out var before) && number <= before);

    private void Remove(ReadOnlySpan<char> key)
    {
        if (!_items.GetAlternateLookup<ReadOnlySpan<char>>().Remove(key, out _, out var node))
            return;
        _byUse.Remove(node);
        _bytes -= node.Value.Item.Bytes + EntryBytes;
    }
}
