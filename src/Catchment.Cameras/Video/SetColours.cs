namespace Catchment.Cameras.Video;

/// <summary>The colours of tracking sets: those of the console's player, so that a film looks like it.</summary>
internal static class SetColours
{
    private static readonly string[] Others = ["C9A8FF", "FF9D84", "5FE0C8"];

    /// <summary>A type's colour, <c>RRGGBB</c>; always the same for the same type.</summary>
    public static string Of(string type) => type switch
    {
        "trk" => "35C9F0",
        "obj" => "FFB13D",
        "fd1" => "7DE38B",
        "fr1" => "F48FD0",
        "vsp" => "E8E45A",
        _ => Others[type.EnumerateRunes().Aggregate(0u, (sum, character) => unchecked((sum * 31) + (uint)character.Value)) % Others.Length],
    };
}
