namespace Catchment.Files.Patterns.Translation;

/// <summary>The classes of characters that Python has, as .NET writes their members between brackets.</summary>
internal static class CharacterClass
{
    /// <summary>A line feed apart, nothing is left out of a dot.</summary>
    public const string LineFeed = @"\n";

    /// <summary>Halves of characters beyond U+FFFF.</summary>
    public const string Surrogates = @"\uD800-\uDFFF";

    /// <summary>A character beyond U+FFFF; no class, but a sequence.</summary>
    public const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

    /// <summary>The members of <c>\d</c>, <c>\s</c> or <c>\w</c>.</summary>
    /// <param name="letter">The letter, in lower case.</param>
    /// <param name="flags">Whether only those of ASCII count.</param>
    public static string Of(char letter, PatternFlags flags) => (letter, flags.HasFlag(PatternFlags.Ascii)) switch
    {
        ('d', false) => @"\p{Nd}",
        ('d', true) => "0-9",
        // Python counts the four separators of ASCII as white space, .NET does not.
        ('s', false) => @"\t-\r\x1C-\x20\x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000",
        ('s', true) => @"\t-\r\x20",
        // Without the connectors and combining marks that .NET's \w has.
        ('w', false) => @"\p{L}\p{N}_",
        _ => "0-9A-Za-z_",
    };
}
