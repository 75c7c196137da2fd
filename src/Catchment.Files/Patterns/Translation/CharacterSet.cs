using System.Collections;
using System.Text;

namespace Catchment.Files.Patterns.Translation;

/// <summary>A set of characters, as it is collected between brackets.</summary>
/// <param name="flags">Whether case matters, and to which letters.</param>
internal sealed class CharacterSet(PatternFlags flags)
{
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private const int FirstBeyond = 0x10000;

    private readonly BitArray _members = new(FirstBeyond);
    private readonly List<(int First, int Last)> _beyond = [];
    private readonly StringBuilder _classes = new();
    private readonly List<string> _complements = [];
    private int _least = FirstBeyond;
    private int _most = -1;

    /// <summary>Adds a range; halves of surrogate pairs in it are no characters and count for nothing.</summary>
    public void Add(int first, int last)
    {
        for (var code = first; code <= Math.Min(last, FirstBeyond - 1); code++)
        {
            if (code is >= FirstSurrogate and <= LastSurrogate)
                continue;
            if (flags.HasFlag(PatternFlags.IgnoreCase))
                AddEquivalents((char)code);
            else
                AddMember(code);
        }

        if (last >= FirstBeyond)
            _beyond.Add((Math.Max(first, FirstBeyond), last));
    }

    /// <summary>Adds a class, for example <c>d</c>; a capital letter adds all other characters.</summary>
    public void AddClass(char letter)
    {
        var members = CharacterClass.Of(char.ToLowerInvariant(letter), flags);
        if (char.IsAsciiLetterLower(letter))
            _classes.Append(members);
        else
            _complements.Add(members);
    }

    /// <summary>The set in .NET's words: one unit that takes one character.</summary>
    /// <param name="isNegated">All other characters instead.</param>
    /// <param name="isWide">A surrogate pair is one character; otherwise there are none in the texts.</param>
    public string Text(bool isNegated, bool isWide)
    {
        var inside = Ranges().Append(_classes).ToString();
        if (!isWide && _complements.Count == 0)
            return inside.Length > 0 ? $"[{(isNegated ? "^" : "")}{inside}]" : isNegated ? @"[\s\S]" : "(?!)";
        var choices = new List<string>();
        if (inside.Length > 0)
            choices.Add($"[{inside}]");
        choices.AddRange(_complements.Select(members => isWide ? $"[^{members}{CharacterClass.Surrogates}]" : $"[^{members}]"));
        if (isWide && _complements.Count > 0)
            choices.Add(CharacterClass.Pair);
        else if (isWide)
            choices.AddRange(_beyond.SelectMany(static range => Pairs(range.First, range.Last)));
        var any = choices.Count > 0 ? $"(?:{string.Join('|', choices)})" : "(?!)";
        return !isNegated ? any : isWide ? $"(?:(?!{any})(?:[^{CharacterClass.Surrogates}]|{CharacterClass.Pair}))" : $@"(?:(?!{any})[\s\S])";
    }

    /// <summary>A character between brackets or outside, escaped.</summary>
    public static string Escaped(int unit) => unit < 128 && char.IsAsciiLetterOrDigit((char)unit) ? ((char)unit).ToString() : $@"\u{unit:X4}";

    private void AddEquivalents(char character)
    {
        if (_members[character])
            return;
        foreach (var same in CaseEquivalents.Of(character, flags))
            AddMember(same);
    }

    private void AddMember(int code)
    {
        _members[code] = true;
        _least = Math.Min(_least, code);
        _most = Math.Max(_most, code);
    }

    private StringBuilder Ranges()
    {
        var text = new StringBuilder();
        for (var first = _least; first <= _most; first++)
        {
            if (!_members[first])
                continue;
            var last = first;
            while (last < _most && _members[last + 1])
                last++;
            text.Append(Escaped(first));
            if (last > first)
                text.Append('-').Append(Escaped(last));
            first = last;
        }

        return text;
    }

    // A range of pairs: the rest of the first high half, all of the high halves between, the beginning of the last one.
    private static IEnumerable<string> Pairs(int first, int last)
    {
        while (first <= last)
        {
            var (high, low) = Halves(first);
            var (lastHigh, lastLow) = Halves(last);
            if (high == lastHigh)
            {
                yield return $"{Escaped(high)}[{Escaped(low)}-{Escaped(lastLow)}]";
                yield break;
            }

            var wholeHighs = low == 0xDC00 ? lastHigh - high : 0;
            if (wholeHighs > 0)
                yield return $@"[{Escaped(high)}-{Escaped(lastHigh - 1)}][\uDC00-\uDFFF]";
            else
                yield return $@"{Escaped(high)}[{Escaped(low)}-\uDFFF]";
            first += wholeHighs > 0 ? wholeHighs * 0x400 : 0xE000 - low;
        }
    }

    private static (int High, int Low) Halves(int code) => (0xD800 + ((code - FirstBeyond) >> 10), 0xDC00 + ((code - FirstBeyond) & 0x3FF));
}
