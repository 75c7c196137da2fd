namespace Catchment.Protocols.Pickle;

/// <summary>
/// Reads the pickles that a data pump sends, and runs nothing: it knows five names (<c>pandas DataFrame</c>,
/// <c>pandas.arrays IntegerArray</c>, <c>numpy array</c>, <c>numpy frombuffer</c>, <c>datetime datetime</c>), each of which makes
/// plain values here, and refuses every other. Bytes may come from anybody: size, counts and nesting are bounded, and whatever
/// is wrong is a <see cref="PickleException"/>. Source: the camera specification, section 7.
/// </summary>
public static class PickleReader
{
    /// <summary>Reads a list of texts, such as the pump's list of days.</summary>
    /// <param name="pickle">The bytes, not compressed.</param>
    /// <param name="limits">The bounds; null for the defaults.</param>
    /// <exception cref="PickleException">The bytes are something else.</exception>
    public static IReadOnlyList<string> ReadTexts(ReadOnlySpan<byte> pickle, PickleLimits? limits = null) => ReadList<string>(pickle, limits, "texts");

    /// <summary>Reads a list of naive times, such as the pump's list of an event's pictures.</summary>
    /// <param name="pickle">The bytes, not compressed.</param>
    /// <param name="limits">The bounds; null for the defaults.</param>
    /// <exception cref="PickleException">The bytes are something else.</exception>
    public static IReadOnlyList<DateTime> ReadTimes(ReadOnlySpan<byte> pickle, PickleLimits? limits = null) => ReadList<DateTime>(pickle, limits, "times");

    /// <summary>Reads a table.</summary>
    /// <param name="pickle">The bytes.</param>
    /// <param name="limits">The bounds; null for the defaults.</param>
    /// <exception cref="PickleException">The bytes are something else.</exception>
    public static PickledFrame ReadFrame(ReadOnlySpan<byte> pickle, PickleLimits? limits = null) =>
        new PickleMachine(pickle, limits ?? new PickleLimits()).Run() as PickledFrame ?? throw new PickleException("the pickle is no frame");

    private static T[] ReadList<T>(ReadOnlySpan<byte> pickle, PickleLimits? limits, string what)
    {
        if (new PickleMachine(pickle, limits ?? new PickleLimits()).Run() is not List<object?> list)
            throw new PickleException($"the pickle is no list of {what}");
        var values = new T[list.Count];
        for (var i = 0; i < values.Length; i++) values[i] = list[i] is T value ? value : throw new PickleException($"the list holds something other than {what}");
        return values;
    }
}
