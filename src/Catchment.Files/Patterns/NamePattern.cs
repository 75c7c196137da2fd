using System.Text;

namespace Catchment.Files.Patterns;

/// <summary>A name in which <c>*</c> stands for any characters, <c>?</c> for one, <c>[…]</c> for one of several; case matters.</summary>
/// <remarks>Source: <c>files</c> 7. A hidden name is matched by a pattern that begins with its dot only.</remarks>
internal sealed class NamePattern
{
    private readonly List<Predicate<Rune>?> _parts = []; // Null: any characters.
    private readonly bool _takesHidden;

    /// <summary>Reads a pattern; every text is one.</summary>
    public NamePattern(string pattern)
    {
        _takesHidden = pattern.StartsWith('.');
        var runes = pattern.EnumerateRunes().ToArray();
        for (var at = 0; at < runes.Length; at++)
        {
            switch (runes[at].Value)
            {
                case '*' when _parts.Count > 0 && _parts[^1] is null:
                    break;
                case '*':
                    _parts.Add(null);
                    break;
                case '?':
                    _parts.Add(static _ => true);
                    break;
                case '[' when End(runes, at + 1) is { } end:
                    _parts.Add(Set(runes.AsSpan(at + 1, end - at - 1)));
                    at = end;
                    break;
                default:
                    var literal = runes[at];
                    _parts.Add(rune => rune == literal);
                    break;
            }
        }
    }

    /// <summary>Whether a text has anything that stands for something else.</summary>
    public static bool IsOne(string text) => text.AsSpan().ContainsAny('*', '?', '[');

    /// <summary>Whether a name is one of those that are meant.</summary>
    public bool Matches(string name)
    {
        if (name.StartsWith('.') && !_takesHidden)
            return false;
        var runes = name.EnumerateRunes().ToArray();
        int at = 0, part = 0, star = -1, afterStar = 0;
        while (at < runes.Length)
        {
            if (part < _parts.Count && _parts[part] is { } one && one(runes[at]))
            {
                at++;
                part++;
            }
            else if (part < _parts.Count && _parts[part] is null)
            {
                star = part++;
                afterStar = at;
            }
            else if (star >= 0)
            {
                // The last star takes one more; the earlier ones need not, as what follows them was found already.
                at = ++afterStar;
                part = star + 1;
            }
            else
            {
                return false;
            }
        }

        return part == _parts.Count || (part == _parts.Count - 1 && _parts[part] is null);
    }

    /// <summary>The closing bracket; null: there is none, so the opening one is itself.</summary>
    private static int? End(Rune[] runes, int start)
    {
        var at = start;
        if (at < runes.Length && runes[at].Value == '!')
            at++;
        // The first one in a set is a member.
        var end = Array.FindIndex(runes, Math.Min(at + 1, runes.Length), static rune => rune.Value == ']');
        return end < 0 ? null : end;
    }

    private static Predicate<Rune> Set(ReadOnlySpan<Rune> inside)
    {
        var isNegated = inside[0].Value == '!';
        if (isNegated)
            inside = inside[1..];
        var ranges = new List<(Rune First, Rune Last)>();
        for (var at = 0; at < inside.Length; at++)
        {
            var isRange = at + 2 < inside.Length && inside[at + 1].Value == '-';
            ranges.Add((inside[at], inside[isRange ? at + 2 : at]));
            at += isRange ? 2 : 0;
        }

        return rune => ranges.Exists(range => range.First <= rune && rune <= range.Last) != isNegated;
    }
}
