using System.Globalization;

namespace Catchment.Cameras.Catalog;

/// <summary>What the name of a stored frame's file says: <c>&lt;label&gt;-&lt;YYYY-MM-DD&gt;T&lt;HH&gt;.&lt;MM&gt;.&lt;SS&gt;.&lt;ffffff&gt;.&lt;jpg|png|npy&gt;</c>.</summary>
/// <remarks>Source: the camera specification, 3.3.</remarks>
public static class FrameFile
{
    private const string TimeFormat = "-yyyy-MM-dd'T'HH.mm.ss.ffffff";
    private const int TimeLength = 27;
    private const int ExtensionLength = 4;

    /// <summary>The name of a day's folder.</summary>
    public static string DayName(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads the name of a day's folder.</summary>
    public static bool TryParseDay(ReadOnlySpan<char> name, out DateOnly day) =>
        DateOnly.TryParseExact(name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>The name of a frame's file.</summary>
    public static string NameOf(string label, DateTime time, FrameFormat format) =>
        label + time.ToString(TimeFormat, CultureInfo.InvariantCulture) + '.' + Extension(format);

    /// <summary>The name of a frame's file.</summary>
    public static string NameOf(FrameEntry frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return NameOf(frame.Camera.Label, frame.Time, frame.Format);
    }

    /// <summary>The extension of a format, without its dot.</summary>
    public static string Extension(FrameFormat format) => format switch
    {
        FrameFormat.Png => "png",
        FrameFormat.Npy => "npy",
        _ => "jpg",
    };

    /// <summary>The type of message that a file of this format came with.</summary>
    public static string MessageType(FrameFormat format) => format == FrameFormat.Jpg ? "jpg" : "image";

    /// <summary>Reads a file's name.</summary>
    /// <param name="name">The name without its folder.</param>
    /// <param name="label">Node and view; part of <paramref name="name"/>.</param>
    /// <param name="time">The local time of reception.</param>
    /// <param name="format">What the file holds.</param>
    /// <returns>False when it is no frame's name.</returns>
    public static bool TryParse(ReadOnlySpan<char> name, out ReadOnlySpan<char> label, out DateTime time, out FrameFormat format)
    {
        label = default;
        time = default;
        format = default;
        if (name.Length < TimeLength + ExtensionLength || !TryParseExtension(name[^ExtensionLength..], out format))
            return false;
        label = name[..^(TimeLength + ExtensionLength)];
        return DateTime.TryParseExact(name[label.Length..^ExtensionLength], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    private static bool TryParseExtension(ReadOnlySpan<char> text, out FrameFormat format)
    {
        (var known, format) = text switch
        {
            ".jpg" => (true, FrameFormat.Jpg),
            ".png" => (true, FrameFormat.Png),
            ".npy" => (true, FrameFormat.Npy),
            _ => (false, default),
        };
        return known;
    }
}
