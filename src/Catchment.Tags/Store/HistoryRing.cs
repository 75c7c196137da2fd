namespace Catchment.Tags.Store;

/// <summary>
/// The last writes of one point, in the order in which they were true: 17 bytes each. Their times rise, but where a clock was set back. It grows by need up to its size; where the common budget is used up it keeps its present
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
    private bool _isOrdered = true; // but for a clock that was set back

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>Adds a write: behind the others, or where it comes late at the place of its time.</summary>
    /// <returns>How many entries more there are: less than 1 where old ones went.</returns>
    internal int Add(double time, in TagValue value, bool isLate, int size, HistoryBudget budget)
    {
        var before = Count;
        if (size == 0)
            return 0;
        var index = Count;
        while (isLate && index > 0 && _times[Slot(index - 1)] > time && !(index < Count && _times[Slot(index - 1)] > _times[Slot(index)]))
            index--; // Not past the place where a clock was set back: what stands before it came before.
        if (Count == _times.Length && !TryGrow(size, budget))
        {
            if (index == 0)
                return 0; // There is no room at all, or it is older than everything that is kept.
            DropOldest(budget);
            index--;
        }

        for (var i = Count; i > index; i--)
            Move(Slot(i - 1), Slot(i));
        Set(Slot(index), time, value, budget);
        Count++;
        _isOrdered &= (index == 0 || _times[Slot(index - 1)] <= time) && (index == Count - 1 || time <= _times[Slot(index + 1)]);
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
            entries[i] = At(Count - count + i);
        return entries;
    }

    /// <summary>The entries of a span of time in the order of their times, those of one time as they came.</summary>
    /// <param name="from">The earliest.</param>
    /// <param name="to">The latest.</param>
    /// <param name="isBackward">From the latest on; else from the earliest on.</param>
    /// <param name="limit">How many at most, the first in that order.</param>
    internal HistoryEntry[] Between(double from, double to, bool isBackward, int limit)
    {
        if (!_isOrdered)
        {
            int[] within = [.. Enumerable.Range(0, Count).Where(index => _times[Slot(index)] >= from && _times[Slot(index)] <= to).OrderBy(index => _times[Slot(index)])];
            return [.. (isBackward ? within.Reverse() : within).Take(limit).Select(At)];
        }

        var first = CountBefore(from, isIncluded: false);
        var count = Math.Clamp(CountBefore(to, isIncluded: true) - first, 0, limit);
        if (isBackward)
            first = CountBefore(to, isIncluded: true) - 1;
        var entries = new HistoryEntry[count];
        for (var i = 0; i < count; i++)
            entries[i] = At(isBackward ? first - i : first + i);
        return entries;
    }

    /// <summary>Gives its memory back.</summary>
    internal void Clear(HistoryBudget budget)
    {
        for (var i = 0; i < Count; i++)
            Release(Slot(i), budget);
        budget.Return((long)_times.Length * BytesEach);
        (_times, _bits, _kinds, _objects, _first, _isOrdered, Count) = ([], [], [], null, 0, true, 0);
    }

    /// <summary>How many of rising times lie before one, or at it.</summary>
    private int CountBefore(double time, bool isIncluded)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_times[Slot(middle)] < time || (isIncluded && _times[Slot(middle)] <= time))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private HistoryEntry At(int index)
    {
        var slot = Slot(index);
        return new HistoryEntry(_times[slot], TagValue.Restore(_kinds[slot], _bits[slot], _objects?[slot]));
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
