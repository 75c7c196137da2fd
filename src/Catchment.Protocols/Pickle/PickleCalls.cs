using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Catchment.Protocols.Pickle;

/// <summary>What the few names that a pickle may call make here.</summary>
internal static class PickleCalls
{
    /// <summary>The callable of a name.</summary>
    /// <exception cref="PickleException">Every other name; the message says which.</exception>
    public static PickleCallable Find(string module, string name) => (module, name) switch
    {
        ("pandas", "DataFrame") => PickleCallable.DataFrame,
        ("pandas.arrays", "IntegerArray") => PickleCallable.IntegerArray,
        ("numpy", "array") => PickleCallable.Array,
        ("numpy", "frombuffer") => PickleCallable.FromBuffer,
        ("datetime", "datetime") => PickleCallable.DateTime,
        _ when module.StartsWith("pandas.", StringComparison.Ordinal) || module.StartsWith("numpy.", StringComparison.Ordinal) || module is "numpy" =>
            throw new PickleException(
                $"the pickle calls {Printable(module, name)}, which depends on the sender's version of pandas: it comes from an original pump; upgrade the pump"),
        _ => throw new PickleException($"the pickle calls {Printable(module, name)}, which no reply of a pump needs; it is not run"),
    };

    /// <summary>Makes the value of a call.</summary>
    /// <exception cref="PickleException">The arguments do not suit, or the value would be too large.</exception>
    public static object Call(PickleCallable callable, object?[] arguments, ReadOnlySpan<byte> bytes, PickleLimits limits) => (callable, arguments) switch
    {
        (PickleCallable.FromBuffer, [PickleSlice slice, string dtype]) => FromBuffer(slice, dtype),
        (PickleCallable.Array, [PickleArray { Mask: null } array]) => array,
        (PickleCallable.Array, [List<object?> list, "O"]) => list,
        (PickleCallable.IntegerArray, [PickleArray { DType: PickleArray.Int64, Mask: null } values, PickleArray { DType: PickleArray.Boolean } mask])
            when values.Count == mask.Count => values with { Mask = mask.Slice },
        (PickleCallable.DataFrame, [PickleMapping columns, PickleArray { DType: PickleArray.Int64, Mask: null } labels]) =>
            new PickledFrameBuilder(bytes, limits).Build(columns, labels),
        (PickleCallable.DataFrame, [null, null, List<object?> names]) => PickledFrameBuilder.Empty(names, limits),
        (PickleCallable.DateTime, [long year, long month, long day, long hour, long minute, long second, long microsecond]) =>
            Time(year, month, day, hour, minute, second, microsecond),
        (PickleCallable.DateTime, [PickleSlice { Length: 10 } state]) => Time(bytes.Slice(state.Offset, state.Length)),
        _ => throw new PickleException($"a call of {callable} with arguments that do not suit"),
    };

    private static PickleArray FromBuffer(PickleSlice slice, string dtype)
    {
        var size = PickleArray.SizeOf(dtype);
        if (size == 0) throw new PickleException($"an array of the element type '{Printable(dtype, "")}', which no column of a pump has");
        if (slice.Length % size != 0) throw new PickleException("an array that ends within an element");
        return new PickleArray(dtype, slice);
    }

    /// <summary>The state that Python pickles a datetime with: year, month, day, hour, minute, second, microsecond, big-endian.</summary>
    private static DateTime Time(ReadOnlySpan<byte> state)
    {
        // The top bit of the month says which of two hours at the end of summer time is meant (PEP 495); our times are naive.
        const byte Fold = 0x80;
        return Time(
            BinaryPrimitives.ReadUInt16BigEndian(state), state[2] & ~Fold, state[3], state[4], state[5], state[6], (state[7] << 16) | (state[8] << 8) | state[9]);
    }

    private static DateTime Time(long year, long month, long day, long hour, long minute, long second, long microsecond)
    {
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth((int)year, (int)month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || microsecond is < 0 or > 999_999)
            Refuse();
        return new DateTime((int)year, (int)month, (int)day, (int)hour, (int)minute, (int)second).AddTicks(microsecond * TimeSpan.TicksPerMicrosecond);
    }

    [DoesNotReturn]
    private static void Refuse() => throw new PickleException("a time that no calendar has");

    /// <summary>A name for a message: one line of bounded length whatever the sender wrote.</summary>
    private static string Printable(string module, string name)
    {
        var text = name.Length == 0 ? module : $"{module}.{name}";
        return string.Concat(text.Take(100).Select(c => c is > ' ' and < '\x7f' ? c : '?'));
    }
}
