using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Core.Storage;

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
    public static PictureName Of(FrameEntry frame) => new(FrameFile.DayName(DateOnly.FromDateTime(frame.Time)), FrameFile.NameOf(frame), frame.Format);

    /// <summary>Reads what a browser asks for. What is no name that a frame can have, is refused before any folder is looked at.</summary>
    /// <param name="day">The day, of the path.</param>
    /// <param name="name">The file's name, of the path.</param>
    /// <returns>The name; null when it is none.</returns>
    public static PictureName? Read(string? day, string? name)
    {
        return day is not null && name is { Length: <= MostBytes }
            && FrameFile.TryParse(name, out _, out var time, out var format)
            && FrameFile.DayName(DateOnly.FromDateTime(time)) == day
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
