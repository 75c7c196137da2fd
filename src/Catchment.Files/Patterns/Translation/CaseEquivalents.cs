using System.Collections.Frozen;

namespace Catchment.Files.Patterns.Translation;

/// <summary>Which characters are the same to Python when case does not matter.</summary>
internal static class CaseEquivalents
{
    // What .NET's invariant casing leaves out, as it leads from ASCII to elsewhere, and what has no single capital at all.
    private static readonly FrozenDictionary<char, char> Lower = new Dictionary<char, char> { ['\u0130'] = 'i', ['\u212A'] = 'k' }.ToFrozenDictionary();
    private static readonly FrozenDictionary<char, char> Upper = new Dictionary<char, char>
    {
        ['\u0131'] = 'I',
        ['\u017F'] = 'S',
        ['\u1FD3'] = '\u0390',
        ['\u1FE3'] = '\u03B0',
        ['\uFB05'] = '\uFB06',
    }.ToFrozenDictionary();

    private static readonly Lazy<Dictionary<char, char[]>> Table = new(Make);

    /// <summary>All characters that are the same, the character itself among them.</summary>
    /// <param name="character">A character.</param>
    /// <param name="flags">Whether only letters of ASCII have case.</param>
    public static ReadOnlySpan<char> Of(char character, PatternFlags flags)
    {
        if (!flags.HasFlag(PatternFlags.Ascii))
            return Table.Value.TryGetValue(character, out var same) ? same : new[] { character };
        return char.IsAsciiLetter(character) ? new[] { character, (char)(character ^ 0x20) } : new[] { character };
    }

    // The same: their small letters are the same, or have the same capital (ſ and s, ς and σ).
    private static Dictionary<char, char[]> Make()
    {
        var all = Enumerable.Range(0, char.MaxValue + 1).Select(static code => (char)code);
        var classes = all.GroupBy(static character => Capital(Small(character))).Select(static group => group.ToArray()).Where(static group => group.Length > 1);
        return classes.SelectMany(static group => group.Select(member => (member, group))).ToDictionary(static item => item.member, static item => item.group);
    }

    private static char Small(char character) => Lower.TryGetValue(character, out var small) ? small : char.ToLowerInvariant(character);

    private static char Capital(char character) => Upper.TryGetValue(character, out var capital) ? capital : char.ToUpperInvariant(character);
}
