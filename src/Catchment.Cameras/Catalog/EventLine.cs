using System.Globalization;
using System.Text;

namespace Catchment.Cameras.Catalog;

/// <summary>
/// A line of the event log as an event message. The number of an event is made of its millisecond and its place among the lines of
/// that millisecond, so that it is the same whether it was noted when the line was written or read from the file.
/// </summary>
/// <remarks>Source: the camera specification, 3.2 and 3.3.</remarks>
internal static class EventLine
{
    /// <summary>Lines of one millisecond that have numbers of their own.</summary>
    internal const int MostOrdinals = 1 << 12;

    /// <summary>A longer type is cut: it is a key in the database. The text has all of it.</summary>
    internal const int MostTypeBytes = 200;

    private const string StampFormat = "yyyy-MM-dd HH:mm:ss,fff";
    private const int StampBytes = 23;

    /// <summary>Makes an event of a line's text.</summary>
    /// <param name="time">The stamp, to the millisecond.</param>
    /// <param name="ordinal">The line's place among those of the same stamp, from 0.</param>
    /// <param name="text">The text as it stands in the file, UTF-8.</param>
    /// <param name="camera">Finds the camera of the first field.</param>
    /// <returns>Null when the line is no message, but one of the hub's own.</returns>
    internal static EventEntry? Parse(DateTime time, long ordinal, ReadOnlySpan<byte> text, CameraNames camera)
    {
        var bar = text.IndexOf((byte)'|');
        if (bar < 0)
            return null;
        var type = text[(bar + 1)..];
        var end = type.IndexOf((byte)'|');
        if (end >= 0)
            type = type[..end];
        return new EventEntry(NumberOf(time, ordinal), camera.OfText(text[..bar]), time, WithoutZeros(Utf8Text.Cut(type, MostTypeBytes)), WithoutZeros(text));
    }

    /// <summary>Takes the stamp off a line of the log.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="time">The stamp.</param>
    /// <param name="text">What follows <c> ~ </c>.</param>
    /// <returns>False when the line has no stamp.</returns>
    internal static bool TrySplit(ReadOnlySpan<byte> line, out DateTime time, out ReadOnlySpan<byte> text)
    {
        time = default;
        text = default;
        if (line.Length < StampBytes + 3 || !line[StampBytes..].StartsWith(" ~ "u8))
            return false;
        Span<char> stamp = stackalloc char[StampBytes];
        for (var i = 0; i < StampBytes; i++)
            stamp[i] = (char)line[i];
        text = line[(StampBytes + 3)..];
        return DateTime.TryParseExact(stamp, StampFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    private static long NumberOf(DateTime time, long ordinal) =>
        ((time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond * MostOrdinals) + Math.Min(ordinal, MostOrdinals - 1);

    /// <summary>As text; PostgreSQL takes no zero character.</summary>
    private static string WithoutZeros(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text).Replace('\0', '\uFFFD');
}
