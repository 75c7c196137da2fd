namespace Catchment.Tags.Store;

/// <summary>Which address leads to which point, and which one is next. Used under the store's lock. Source: <c>tags</c> 2.4.</summary>
internal sealed class AddressSpace
{
    private const int First = 40_001;
    private const int RangeSize = 1000;
    private const int FirstOverflow = 45_001;
    private const int LastOverflow = 65_535;

    private readonly Dictionary<long, DataPoint> _points = [];
    private readonly Range[] _ranges = [.. ((ReadOnlySpan<string>)["float", "int", "bool", "string", "raw"]).ToArray().Select(static (type, i) => new Range(type, First + (i * RangeSize), First + ((i + 1) * RangeSize) - 1))];
    private readonly Range _overflow = new("overflow", FirstOverflow, LastOverflow);

    /// <summary>How many addresses lead to a point.</summary>
    internal int Count => _points.Count;

    /// <summary>The highest address; null: there is none.</summary>
    internal long? Highest => _points.Count == 0 ? null : _points.Keys.Max();

    /// <summary>The ranges.</summary>
    internal AddressRange[] Ranges() => [.. _ranges.Select(static range => new AddressRange(range.Type, range.First, range.Last, range.Pointer))];

    /// <summary>The point at an address.</summary>
    internal DataPoint? At(long address) => _points.GetValueOrDefault(address);

    /// <summary>The next free address for a type; null: there is none left.</summary>
    /// <param name="dataType">The point's type; one that is unknown counts as float.</param>
    /// <param name="taken">Addresses that are about to be taken.</param>
    internal long? Next(string dataType, IReadOnlySet<long> taken)
    {
        var range = Array.Find(_ranges, range => range.Type == dataType) ?? _ranges[0];
        return Search(range, taken) ?? Search(_overflow, taken);
    }

    /// <summary>Leads an address to a point.</summary>
    internal void Set(long address, DataPoint point) => _points[address] = point;

    /// <summary>Leads an address nowhere, if it led to this point.</summary>
    internal void Free(long? address, DataPoint point)
    {
        if (address is not { } number || _points.GetValueOrDefault(number) != point)
            return;
        _points.Remove(number);
        foreach (var range in _ranges)
            range.Freed(number);
        _overflow.Freed(number);
    }

    /// <summary>Addresses were found that nobody takes: all are looked through again.</summary>
    internal void Rewind()
    {
        foreach (var range in _ranges)
            range.Rewind();
        _overflow.Rewind();
    }

    /// <summary>The next free one from the pointer on, and behind the last one again from the first: what was freed is found once everything else is used.</summary>
    private long? Search(Range range, IReadOnlySet<long> taken)
    {
        for (var round = 0; round < 2 && !range.IsFull; round++)
        {
            for (; range.Pointer <= range.Last; range.Pointer++)
            {
                if (!_points.ContainsKey(range.Pointer) && !taken.Contains(range.Pointer))
                    return range.Pointer++;
            }

            range.IsFull = round == 1;
            range.Pointer = range.IsFull ? range.Last + 1 : range.First;
        }

        return null;
    }

    private sealed class Range(string type, int first, int last)
    {
        internal string Type { get; } = type;

        internal int First { get; } = first;

        internal int Last { get; } = last;

        internal int Pointer { get; set; } = first;

        internal bool IsFull { get; set; }

        internal void Rewind() => (IsFull, Pointer) = (false, First);

        /// <summary>An address of it was freed.</summary>
        internal void Freed(long address)
        {
            if (!IsFull || address < First || address > Last)
                return;
            (IsFull, Pointer) = (false, (int)address);
        }
    }
}
