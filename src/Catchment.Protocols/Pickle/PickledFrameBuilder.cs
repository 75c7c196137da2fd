using System.Buffers.Binary;

namespace Catchment.Protocols.Pickle;

/// <summary>Makes a frame of the columns that a pickle describes.</summary>
/// <param name="bytes">The pickle.</param>
/// <param name="limits">The bounds.</param>
internal readonly ref struct PickledFrameBuilder(ReadOnlySpan<byte> bytes, PickleLimits limits)
{
    private const int NanosecondsPerTick = 100;
    private const long NotATime = long.MinValue;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>A frame without rows, all of whose columns are texts.</summary>
    public static PickledFrame Empty(List<object?> names, PickleLimits limits)
    {
        if (names.Count > limits.MaxColumns) throw TooWide(limits);
        return new PickledFrame(
            [.. names.Select(name => new PickledColumn<string?>(name as string ?? throw new PickleException("a column whose name is no text"), "object", []))], []);
    }

    /// <summary>Makes the frame.</summary>
    /// <exception cref="PickleException">A column is none, or of another length than the labels; or the frame is too large.</exception>
    public PickledFrame Build(PickleMapping columns, PickleArray labels)
    {
        if (columns.Items.Count > limits.MaxColumns) throw TooWide(limits);

        // A column costs its sender a few bytes when its array stands in the pickle once and is used many times.
        if ((long)columns.Items.Count * labels.Count > limits.MaxItems) throw new PickleException($"a frame has more than {limits.MaxItems} cells");
        var made = new PickledColumn[columns.Items.Count];
        for (var i = 0; i < made.Length; i++)
        {
            var (name, value) = columns.Items[i];
            made[i] = Column(name, value, labels.Count);
        }

        return new PickledFrame(made, Integers(labels.Slice));
    }

    private PickledColumn Column(string name, object? value, int rows)
    {
        var count = value switch
        {
            List<object?> list => list.Count,
            PickleArray array => array.Count,
            _ => throw new PickleException("a column that is neither a list nor an array"),
        };
        if (count != rows) throw new PickleException($"a column has {count} rows, the frame {rows}");
        return value switch
        {
            List<object?> list => new PickledColumn<string?>(name, "object", Texts(list)),
            PickleArray { Mask: { } mask } array => new PickledColumn<long?>(name, "Int64", Integers(array.Slice, mask)),
            PickleArray { DType: PickleArray.Int64, Slice: var slice } => new PickledColumn<long>(name, "int64", Integers(slice)),
            PickleArray { DType: PickleArray.Float64, Slice: var slice } => new PickledColumn<double>(name, "float64", Reals(slice)),
            PickleArray { DType: PickleArray.Time, Slice: var slice } => new PickledColumn<DateTime?>(name, "datetime64[ns]", Times(slice)),
            PickleArray { DType: PickleArray.Span, Slice: var slice } => new PickledColumn<TimeSpan?>(name, "timedelta64[ns]", Spans(slice)),
            _ => throw new PickleException("a column of truth values, which no frame of a pump has"),
        };
    }

    private static string?[] Texts(List<object?> list)
    {
        var texts = new string?[list.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = list[i] switch
            {
                string text => text,
                null or double.NaN => null,
                _ => throw new PickleException("a column of texts with something else in it"),
            };
        }

        return texts;
    }

    private long[] Integers(PickleSlice slice)
    {
        var values = new long[slice.Length / sizeof(long)];
        for (var i = 0; i < values.Length; i++) values[i] = Integer(slice, i);
        return values;
    }

    private long?[] Integers(PickleSlice slice, PickleSlice mask)
    {
        var values = new long?[mask.Length];
        for (var i = 0; i < values.Length; i++) values[i] = _bytes[mask.Offset + i] == 0 ? Integer(slice, i) : null;
        return values;
    }

    private double[] Reals(PickleSlice slice)
    {
        var values = new double[slice.Length / sizeof(double)];
        for (var i = 0; i < values.Length; i++) values[i] = BitConverter.Int64BitsToDouble(Integer(slice, i));
        return values;
    }

    private DateTime?[] Times(PickleSlice slice)
    {
        var values = new DateTime?[slice.Length / sizeof(long)];
        for (var i = 0; i < values.Length; i++)
        {
            // All of a long's nanoseconds lie within .NET's calendar (1677 to 2262).
            if (Integer(slice, i) is not NotATime and var time)
                values[i] = new DateTime(DateTime.UnixEpoch.Ticks + (time / NanosecondsPerTick) - (time % NanosecondsPerTick < 0 ? 1 : 0));
        }

        return values;
    }

    private TimeSpan?[] Spans(PickleSlice slice)
    {
        var values = new TimeSpan?[slice.Length / sizeof(long)];
        for (var i = 0; i < values.Length; i++)
        {
            if (Integer(slice, i) is not NotATime and var span) values[i] = new TimeSpan(span / NanosecondsPerTick);
        }

        return values;
    }

    private long Integer(PickleSlice slice, int i) => BinaryPrimitives.ReadInt64LittleEndian(_bytes.Slice(slice.Offset + (i * sizeof(long)), sizeof(long)));

    private static PickleException TooWide(PickleLimits limits) => new($"a frame has more than {limits.MaxColumns} columns");
}
