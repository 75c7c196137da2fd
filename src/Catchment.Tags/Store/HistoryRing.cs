namespace Catchment.Tags.Store;

/// <summary>
/// The last writes of one point, in the order of their times: 17 bytes each. It grows by need up to its size; where the common budget is used up it keeps its present
/// length, and the oldest go. Used under the store's lock. Source: <c>tags</c> 2.6.
/// </summary>
internal sealed class HistoryRing
{
    private const int FirstLength = 8;
    private const int BytesEach = sizeof(double) + sizeof(long) + sizeof(TagValueKind);

    private double[] _times = [];
    private long[] _bits = [];
    private TagValueKind[] _kinds = [];
    private object?[]? _objects; // only of points that had a text or JSON
    private int _first;

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>Adds a write; one that comes late goes to its place.</summary>
    /// <returns>How many entries more there are: less than 1 where old ones went.</returns>
    internal int Add(double time, in TagValue value, int size, HistoryBudget budget)
    {
        var before = Count;
        if (size == 0)
            return 0;
        if (Count == _times.Length && !TryGrow(size, budget))
        {
            if (Count == 0)
                return 0;
            if (time < _times[_first])
                return 0; // Older than everything that is kept.
            DropOldest(budget);
        }

        var index = Count;
        for (; index > 0 && _times[Slot(index - 1)] > time; index--)
            Move(Slot(index - 1), Slot(index));
        Set(Slot(index), time, value, budget);
        Count++;
        // Long texts are not foreseen when a ring grows: the ring that they are written to pays for them.
        while (_objects is not null && budget.IsOver && Count > 1)
            DropOldest(budget);
        return Count - before;
    }

    /// <summary>The newest entries, oldest first.</summary>
    internal HistoryEntry[] Last(int limit)
    {
        var count = Math.Min(limit, Count);
        var entries = new HistoryEntry[count];
        for (var i = 0; i < count; i++)
        {
            var slot = Slot(Count - count + i);
            entries[i] = new HistoryEntry(_times[slot], TagValue.Restore(_kinds[slot], _bits[slot], _objects?[slot]));
        }

        return entries;
    }

    /// <summary>Gives its memory back.</summary>
    internal void Clear(HistoryBudget budget)
    {
        for (var i = 0; i < Count; i++)
            Release(Slot(i), budget);
        budget.Return((long)_times.Length * BytesEach);
        (_times, _bits, _kinds, _objects, _first, Count) = ([], [], [], null, 0, 0);
    }

    private void DropOldest(HistoryBudget budget)
    {
        Release(_first, budget);
        _first = (_first + 1) % _times.Length;
        Count--;
    }

    private int Slot(int index) => (_first + index) % _times.Length;

    private bool TryGrow(int size, HistoryBudget budget)
    {
        var length = Math.Min(size, Math.Max(FirstLength, _times.Length * 2));
        if (length <= _times.Length || !budget.TryTake((long)(length - _times.Length) * BytesEach))
            return false;
        _times = Grown(_times, length);
        _bits = Grown(_bits, length);
        _kinds = Grown(_kinds, length);
        if (_objects is not null)
            _objects = Grown(_objects, length);
        _first = 0;
        return true;
    }

    private T[] Grown<T>(T[] old, int length)
    {
        var grown = new T[length];
        old.AsSpan(_first).CopyTo(grown);
        old.AsSpan(0, _first).CopyTo(grown.AsSpan(old.Length - _first));
        return grown;
    }

    private void Move(int from, int to)
    {
        (_times[to], _bits[to], _kinds[to]) = (_times[from], _bits[from], _kinds[from]);
        if (_objects is not null)
            _objects[to] = _objects[from];
    }

    private void Set(int slot, double time, in TagValue value, HistoryBudget budget)
    {
        (_times[slot], _bits[slot], _kinds[slot]) = (time, value.Bits, value.Kind);
        if (value.Object is null && _objects is null)
            return;
        _objects ??= new object?[_times.Length];
        _objects[slot] = value.Object;
        budget.Take(SizeOf(value.Object));
    }

    private void Release(int slot, HistoryBudget budget)
    {
        if (_objects is null)
            return;
        budget.Return(SizeOf(_objects[slot]));
        _objects[slot] = null;
    }

    private static long SizeOf(object? value) => value switch
    {
        string text => 24 + (2L * text.Length),
        byte[] json => 24 + json.Length,
        _ => 0,
    };
}
