namespace Catchment.Tags.Store;

/// <summary>The names of qualities on the wire. Source: <c>tags</c> 2.1.</summary>
public static class TagQualityText
{
    /// <summary>The name.</summary>
    /// <param name="quality">The quality.</param>
    /// <returns><c>GOOD</c>, <c>UNCERTAIN</c> or <c>BAD</c>.</returns>
    public static string Name(this TagQuality quality) => quality switch
    {
        TagQuality.Good => "GOOD",
        TagQuality.Uncertain => "UNCERTAIN",
        _ => "BAD",
    };

    /// <summary>Reads a name, in capital letters.</summary>
    /// <param name="text">The name.</param>
    /// <param name="quality">The quality.</param>
    /// <returns>False: it is none.</returns>
    public static bool TryParse(string? text, out TagQuality quality)
    {
        (var known, quality) = text switch
        {
            "GOOD" => (true, TagQuality.Good),
            "UNCERTAIN" => (true, TagQuality.Uncertain),
            "BAD" => (true, TagQuality.Bad),
            _ => (false, default),
        };
        return known;
    }
}
