using System.Buffers;
using System.Globalization;

namespace Catchment.Cameras.Events;

/// <summary>
/// The words that become names of files and folders. Nothing that a peer sends becomes part of a path unless it is one of these.
/// </summary>
/// <remarks>Source: the camera specification, 5 and 6.10.</remarks>
public static class EventNames
{
    /// <summary>The longest event id. An outpost's have 32 characters.</summary>
    public const int MaxIdLength = 64;

    /// <summary>The longest type of a tracking set.</summary>
    public const int MaxTypeLength = 32;

    /// <summary>The type of the set that the outpost itself tracked; every event has it.</summary>
    public const string OutpostTracking = "trk";

    /// <summary>Characters of <c>YYYY-MM-DD_HH.MM.SS.ffffff</c>.</summary>
    public const int TimeLength = 26;

    private const string DayFormat = "yyyy-MM-dd";
    private const string TimeFormat = "yyyy-MM-dd_HH.mm.ss.ffffff";
    private const string TimeFormatWithoutFraction = "yyyy-MM-dd_HH.mm.ss";

    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");

    /// <summary>Whether a text can be an event's id: letters, digits and dashes of ASCII, 1 to <see cref="MaxIdLength"/>.</summary>
    public static bool IsId(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxIdLength && !text.ContainsAnyExcept(WordCharacters);

    /// <summary>Whether a text can be the type of a tracking set: letters, digits and dashes of ASCII, 1 to <see cref="MaxTypeLength"/>.</summary>
    public static bool IsType(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxTypeLength && !text.ContainsAnyExcept(WordCharacters);

    /// <summary>Reads a day, written exactly <c>YYYY-MM-DD</c>.</summary>
    public static bool TryParseDay(ReadOnlySpan<char> text, out DateOnly day) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>Writes a day as folders and requests have it.</summary>
    public static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads a picture's time as file names have it, <c>YYYY-MM-DD_HH.MM.SS.ffffff</c>; the fraction may be left out.</summary>
    public static bool TryParseTime(ReadOnlySpan<char> text, out DateTime time) =>
        DateTime.TryParseExact(
            text, text.Length == TimeLength ? TimeFormat : TimeFormatWithoutFraction, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>Writes a picture's time as file names have it, always with six digits of fraction.</summary>
    public static string Text(DateTime time) => time.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
