namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>The values of an item that wait to be published, the oldest first. Source: OPC 10000-4, 5.13.1.5.</summary>
/// <param name="size">Values at most; at least 1.</param>
/// <param name="discardOldest">Which value makes way: the oldest, or the newest.</param>
internal sealed class SampleQueue(int size, bool discardOldest)
{
    /// <summary>The bits of a status that say: it belongs to a value, and values were lost beside it. Source: OPC 10000-4, 7.39.1.</summary>
    public const uint Overflow = 0x0480;

    private bool _discardOldest = discardOldest;
    private DataValue[] _ring = [];
    private int _head;

    public int Size { get; private set; } = size;

    public int Count { get; private set; }

    /// <summary>Bytes of the values.</summary>
    public long Bytes { get; private set; }

    private ref DataValue this[int index] => ref _ring[(_head + index) % _ring.Length];

    /// <summary>Adds a value. One that is lost for it leaves its mark, unless the queue holds but one.</summary>
    public void Enqueue(in DataValue value)
    {
        Bytes += ValueSize.Of(value.Value);
        if (Count == Size)
        {
            Bytes -= ValueSize.Of(this[_discardOldest ? 0 : Count - 1].Value);
            if (_discardOldest)
                _head = (_head + 1) % _ring.Length;
            this[Count - 1] = value;
            Mark(_discardOldest ? 0 : Count - 1);
            return;
        }

        if (Count == _ring.Length)
            Move(Math.Min(Size, Math.Max(1, 2 * Count)));
        Count++;
        this[Count - 1] = value;
    }

    public DataValue Dequeue()
    {
        var value = this[0];
        this[0] = default;
        _head = (_head + 1) % _ring.Length;
        Count--;
        Bytes -= ValueSize.Of(value.Value);
        return value;
    }

    public void Clear()
    {
        _ring = [];
        _head = 0;
        Count = 0;
        Bytes = 0;
    }

    /// <summary>Holds another number of values from now on; what is too much is lost as if it had come to the new size.</summary>
    public void Resize(int newSize, bool discardOldest)
    {
        _discardOldest = discardOldest;
        var lost = Count - newSize;
        Size = newSize;
        if (lost > 0)
        {
            if (_discardOldest)
                _head = (_head + lost) % _ring.Length;
            else
                this[newSize - 1] = this[Count - 1];
            Count = newSize;
            Mark(_discardOldest ? 0 : Count - 1);
        }

        if (_ring.Length > newSize)
            Move(newSize);
        Bytes = 0;
        for (var i = 0; i < Count; i++)
            Bytes += ValueSize.Of(this[i].Value);
    }

    private void Mark(int index)
    {
        if (Size > 1)
            this[index] = this[index] with { Status = new StatusCode(this[index].Status.Value | Overflow) };
    }

    private void Move(int length)
    {
        var ring = new DataValue[length];
        for (var i = 0; i < Count; i++)
            ring[i] = this[i];
        _ring = ring;
        _head = 0;
    }
}
