using System.Numerics;
using System.Runtime.InteropServices;
using Catchment.Cameras.Events.Csv;

namespace Catchment.Cameras.Pump;

/// <summary>
/// A day's index in memory. When its file has only grown, just the new rows are read: what was read before is known by its check sum.
/// For one thread at a time.
/// </summary>
internal sealed class RecordedDay
{
    private const long RowBytes = 200;

    private readonly Dictionary<string, long> _starts = new(StringComparer.Ordinal);
    private IndexCsv _index = new();
    private uint _sum;
    private int _startsOf;

    /// <summary>The index.</summary>
    internal IndexCsv Index => _index;

    /// <summary>Memory that it takes, about.</summary>
    internal long Bytes => _index.Rows.Length * RowBytes + _index.Position * sizeof(char);

    /// <summary>Reads the file as it is now.</summary>
    /// <param name="bytes">The whole file.</param>
    internal void Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < _index.Position || Sum(bytes[.._index.Position]) != _sum)
            _index = new IndexCsv();
        _index.Read(bytes[_index.Position..]);
        _sum = Sum(bytes[.._index.Position]);
        _starts.Clear();
        _startsOf = 0;
    }

    /// <summary>An event's start, in nanoseconds since 1970: the smallest time of its rows; null: it has none.</summary>
    internal long? StartOf(ReadOnlySpan<char> id)
    {
        var rows = _index.Rows;
        for (; _startsOf < rows.Length; _startsOf++)
        {
            var row = rows[_startsOf];
            if (row.Event is null)
                continue;
            var time = FrameTimes.Nanoseconds(row.Time, row.Nanoseconds);
            ref var start = ref CollectionsMarshal.GetValueRefOrAddDefault(_starts, row.Event, out var isKnown);
            start = isKnown ? Math.Min(start, time) : time;
        }

        return _starts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var found) ? found : null;
    }

    /// <summary>CRC-32C, eight bytes at a time: processors have an instruction for it.</summary>
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = (uint)bytes.Length;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            sum = BitOperations.Crc32C(sum, word);
        foreach (var b in bytes[(words.Length * sizeof(ulong))..])
            sum = BitOperations.Crc32C(sum, b);
        return sum;
    }
}
