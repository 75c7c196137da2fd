namespace Catchment.Tags.Sync.Keys;

/// <summary>The key of a tag; where the store has a say in it, the ones that it is asked for. Source: <c>tags</c> 8.5.</summary>
/// <param name="Fresh">The key when the store has none of the candidates.</param>
/// <param name="Unasked">The key for a store that cannot be asked.</param>
/// <param name="Candidates">What the store is asked for; the first that it has is the key. None: the key is final.</param>
internal sealed record TagKey(string Fresh, string Unasked, IReadOnlyList<string> Candidates)
{
    private const char Separator = '\0';

    /// <summary>The store has no say in it.</summary>
    internal bool IsFinal => Candidates.Count == 0;

    /// <summary>A key that does not depend on the store.</summary>
    internal static TagKey Final(string key) => new(key, key, []);

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    internal static TagKey FromText(string text)
    {
        if (!text.Contains(Separator, StringComparison.Ordinal))
            return Final(text);
        var parts = text.Split(Separator);
        return new TagKey(parts[0], parts[1], parts[2..]);
    }

    /// <summary>The key with its candidates in one text, for the disk. No key holds a control character.</summary>
    internal string ToText() => IsFinal ? Fresh : string.Join(Separator, [Fresh, Unasked, .. Candidates]);

    /// <summary>The key, once it is known which ones the store has.</summary>
    internal string Choose(IReadOnlySet<string> present)
    {
        foreach (var candidate in Candidates)
        {
            if (present.Contains(candidate))
                return candidate;
        }

        return Fresh;
    }
}
