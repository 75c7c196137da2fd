namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>
/// One direction of a node's references. Its space writes, one change at a time; any number of threads read meanwhile without a lock. Each
/// reference has a number that grows, so that a reader who comes back later finds his place whatever was added or removed.
/// </summary>
internal struct ReferenceList
{
    private const int CompactFrom = 8;
    private Entry[]? _entries;
    private int _count;
    private int _live;
    private long _last;

    /// <summary>The number that the next reference gets.</summary>
    public readonly long Next => _last + 1;

    /// <summary>How many there are, for the writer.</summary>
    public readonly int Count => _live;

    /// <summary>The references after a number, in their order; those that come or go meanwhile may be among them or not.</summary>
    /// <param name="after">0: all.</param>
    public readonly Cursor After(long after = 0) => new(Volatile.Read(in _entries) ?? [], after);

    /// <summary>Appends one.</summary>
    /// <param name="target">The node at the other end.</param>
    /// <param name="type">Its type.</param>
    /// <param name="partner">Its number in the list of the node at the other end.</param>
    public void Add(Node target, Node type, long partner)
    {
        var entries = _entries ?? [];
        if (_count == entries.Length)
        {
            var larger = new Entry[Math.Max(1, entries.Length * 2)];
            Array.Copy(entries, larger, _count);
            Volatile.Write(ref _entries, larger);
            entries = larger;
        }

        ref var entry = ref entries[_count++];
        entry.Target = target;
        entry.Type = type;
        entry.Partner = partner;
        Volatile.Write(ref entry.Sequence, ++_last);
        _live++;
    }

    /// <summary>Takes one out by its number, if it is there.</summary>
    public void Remove(long sequence)
    {
        var index = Find(_entries ?? [], sequence);
        if (_entries is not { } entries || index >= _count || entries[index].Sequence != sequence || entries[index].Target is null)
            return;
        Volatile.Write(ref entries[index].Target, null);
        _live--;
        if (_live == 0)
            Publish([]);
        else if (_count >= CompactFrom && _live <= _count / 2)
            Publish(Array.FindAll(entries, e => e.Target is not null));
    }

    /// <summary>Takes all out.</summary>
    public void Clear() => Publish([]);

    private void Publish(Entry[] entries)
    {
        Volatile.Write(ref _entries, entries);
        _count = _live = entries.Length;
    }

    /// <summary>The first place with this number or a greater one. A place without a number is free, as are all after it.</summary>
    private static int Find(Entry[] entries, long sequence)
    {
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var there = Volatile.Read(in entries[middle].Sequence);
            if (there != 0 && there < sequence)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>A reference as it is kept. It is written before its number is, and later only its target goes.</summary>
    internal struct Entry
    {
        public Node? Target;
        public Node Type;
        public long Sequence;
        public long Partner;
    }

    /// <summary>Goes through a list.</summary>
    internal ref struct Cursor
    {
        private readonly Entry[] _entries;
        private int _index;

        public Cursor(Entry[] entries, long after)
        {
            _entries = entries;
            _index = (after == 0 ? 0 : Find(entries, after + 1)) - 1;
        }

        /// <summary>The node at the other end.</summary>
        public Node Target { get; private set; } = null!;

        /// <summary>The type of the reference.</summary>
        public readonly Node Type => _entries[_index].Type;

        /// <summary>Its number.</summary>
        public readonly long Sequence => _entries[_index].Sequence;

        /// <summary>Its number in the list of the node at the other end.</summary>
        public readonly long Partner => _entries[_index].Partner;

        public readonly Cursor GetEnumerator() => this;

        public readonly Cursor Current => this;

        public bool MoveNext()
        {
            while (++_index < _entries.Length && Volatile.Read(in _entries[_index].Sequence) != 0)
            {
                if (Volatile.Read(in _entries[_index].Target) is not { } target)
                    continue;
                Target = target;
                return true;
            }

            return false;
        }
    }
}
