namespace Catchment.Cameras.Pump;

/// <summary>What was made of files lately, within a bound of memory; what was not used for longest goes first. For many threads.</summary>
/// <param name="mostBytes">The bound; 0: nothing is kept.</param>
internal sealed class PumpCache(long mostBytes)
{
    private const int Makers = 1024; // So many that two days hardly ever wait for one another.
    private const int EntryBytes = 256;

    private readonly Lock _gate = new();
    private readonly Lock[] _makers = [.. Enumerable.Range(0, Makers).Select(_ => new Lock())];
    private readonly Dictionary<string, LinkedListNode<(string Key, CachedItem Item)>> _items = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, CachedItem Item)> _byUse = new();
    private long _bytes;

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

            return node.Value.Item;
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
            _items.Add(text, _byUse.AddFirst((text, item)));
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
            for (var node = _byUse.First; node is not null; node = node.Next)
            {
                if (CacheKey.IsOf(node.Value.Key, dayText))
                    node.Value = (node.Value.Key, node.Value.Item with { Facts = default });
            }
        }
    }

    private void Remove(ReadOnlySpan<char> key)
    {
        if (!_items.GetAlternateLookup<ReadOnlySpan<char>>().Remove(key, out _, out var node))
            return;
        _byUse.Remove(node);
        _bytes -= node.Value.Item.Bytes + EntryBytes;
    }
}
