namespace Catchment.Tags.Sync.Rules;

/// <summary>Chooses tags by device, name or key. Source: <c>tags</c> 11 (FE2).</summary>
internal sealed class TagPattern
{
    private readonly string _pattern;
    private readonly char _subject;

    private TagPattern(string pattern, char subject) => (_pattern, _subject) = (pattern, subject);

    /// <summary>Reads a pattern: <c>device=PLC_*</c>, <c>tag=*temp*</c>, <c>key=PLC_1:*</c>, or without a word in front for any of the three.</summary>
    /// <exception cref="FormatException">It is empty.</exception>
    internal static TagPattern Parse(string text)
    {
        var (subject, pattern) = text switch
        {
            _ when text.StartsWith("device=", StringComparison.Ordinal) => ('d', text[7..]),
            _ when text.StartsWith("tag=", StringComparison.Ordinal) => ('t', text[4..]),
            _ when text.StartsWith("key=", StringComparison.Ordinal) => ('k', text[4..]),
            _ => ('*', text),
        };
        return pattern.Length > 0 ? new TagPattern(pattern, subject) : throw new FormatException($"'{text}' is no pattern: it is empty");
    }

    /// <summary>Whether a tag fits.</summary>
    internal bool IsMatch(TagSubject tag) => _subject switch
    {
        'd' => Fits(tag.Device),
        't' => Fits(tag.Name) || Fits(tag.Id),
        'k' => FitsKey(tag),
        _ => Fits(tag.Device) || Fits(tag.Name) || Fits(tag.Id) || FitsKey(tag),
    };

    private bool Fits(string text) => Glob.IsMatch(_pattern, text);

    /// <summary>A key that the store decides on is meant by each of its forms.</summary>
    private bool FitsKey(TagSubject tag) => Fits(tag.Key.Fresh) || tag.Key.Candidates.Any(Fits);
}
