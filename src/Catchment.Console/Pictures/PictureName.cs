using System.Globalization;
using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Core.Storage;
using Catchment.WebConsole.Api;

namespace Catchment.WebConsole.Pictures;

/// <summary>
/// The name of a stored frame's file: <c>&lt;node-and-view&gt;-&lt;YYYY-MM-DD&gt;T&lt;HH&gt;.&lt;MM&gt;.&lt;SS&gt;.&lt;ffffff&gt;</c> and an extension, in the
/// folder of its day.
/// </summary>
/// <remarks>Source: the camera specification, 3.3.</remarks>
/// <param name="Day">The day's folder.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Format">What its extension says.</param>
internal sealed record PictureName(string Day, string Name, FrameFormat Format)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH.mm.ss.ffffff";
    private const int TimeLength = 26;
    private const int MostBytes = 255;

    /// <summary>The picture's path on the web server.</summary>
    public string Url => $"/api/v1/pictures/{Day}/{Uri.EscapeDataString(Name)}";

    /// <summary>The picture's content type.</summary>
    public string ContentType => Format switch
    {
        FrameFormat.Jpg => "image/jpeg",
        FrameFormat.Png => "image/png",
        _ => "application/octet-stream",
    };

    /// <summary>The name of a frame that the catalog knows.</summary>
    public static PictureName Of(FrameEntry frame) => new(
        ApiTime.Day(DateOnly.FromDateTime(frame.Time)),
        $"{frame.Camera.Label}-{frame.Time.ToString(TimeFormat, CultureInfo.InvariantCulture)}.{Extension(frame.Format)}",
        frame.Format);

    /// <summary>The extension of a format, without the dot.</summary>
    public static string Extension(FrameFormat format) => format switch
    {
        FrameFormat.Jpg => "jpg",
        FrameFormat.Png => "png",
        _ => "npy",
    };

    /// <summary>Reads what a browser asks for. What is no name that a frame can have, is refused before any folder is looked at.</summary>
    /// <param name="day">The day, of the path.</param>
    /// <param name="name">The file's name, of the path.</param>
    /// <returns>The name; null when it is none.</returns>
    public static PictureName? Read(string? day, string? name)
    {
        if (day is null || name is null || name.Length > MostBytes || !ApiTime.TryReadDay(day, out _))
            return null;
        FrameFormat format;
        switch (Path.GetExtension(name))
        {
            case ".jpg":
                format = FrameFormat.Jpg;
                break;
            case ".png":
                format = FrameFormat.Png;
                break;
            case ".npy":
                format = FrameFormat.Npy;
                break;
            default:
                return null;
        }

        string stem = name[..^4];
        return stem.Length > TimeLength
            && stem[^(TimeLength + 1)] == '-'
            && stem.AsSpan(stem.Length - TimeLength, day.Length).SequenceEqual(day)
            && DateTime.TryParseExact(stem[^TimeLength..], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && IsSegment(name)
                ? new PictureName(day, name, format)
                : null;
    }

    private static bool IsSegment(string name)
    {
        if (name.AsSpan().ContainsAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) || Encoding.UTF8.GetByteCount(name) > MostBytes)
            return false;
        foreach (Rune character in name.EnumerateRunes())
        {
            if (!FileNameRules.IsAllowed(character))
                return false;
        }

        return true;
    }
}
