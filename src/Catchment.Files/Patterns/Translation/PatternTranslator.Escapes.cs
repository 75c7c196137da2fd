using System.Globalization;

namespace Catchment.Files.Patterns.Translation;

// Escapes and what stands between brackets.
internal sealed partial class PatternTranslator
{
    private const int LastCharacter = 0x10FFFF;
    private const int LastOctal = 0xFF;

    private PatternPiece Escape(PatternCharacter escaped, int start, PatternFlags flags) => escaped.Value switch
    {
        'A' => Place(@"\A"),
        'Z' => Place(@"\z"),
        'b' => Place(Boundary(flags, isOne: true)),
        'B' => Place(Boundary(flags, isOne: false)),
        'd' or 'D' or 's' or 'S' or 'w' or 'W' => OfClass((char)escaped.Value, flags),
        >= '1' and <= '9' => Digits((char)escaped.Value, start, flags),
        _ => Literal(Escaped(escaped, start), flags),
    };

    private PatternPiece OfClass(char letter, PatternFlags flags)
    {
        var set = new CharacterSet(flags);
        set.AddClass(letter);
        return new PatternPiece(set.Text(isNegated: false, _isWide), PatternWidth.One);
    }

    // An empty text has neither a boundary nor a place that is none.
    private static string Boundary(PatternFlags flags, bool isOne)
    {
        var word = $"[{CharacterClass.Of('w', flags)}]";
        return isOne
            ? $"(?:(?<={word})(?!{word})|(?<!{word})(?={word}))"
            : $@"(?:(?!\A\z)(?:(?<={word})(?={word})|(?<!{word})(?!{word})))";
    }

    /// <summary>What starts with a digit but 0: three octal ones are a character, anything else names a group.</summary>
    private PatternPiece Digits(char first, int start, PatternFlags flags)
    {
        var digits = first + _source.TakeWhile(1, char.IsAsciiDigit);
        if (digits.Length == 2 && digits.All(IsOctal) && _source.TakeWhile(1, IsOctal) is { Length: 1 } third)
            return Literal(Octal(digits + third, start), flags);
        var group = int.Parse(digits, CultureInfo.InvariantCulture);
        if (group >= _groups.Count)
            throw _source.Error($"invalid group reference {group}", start + 1);
        return Reference(group, start, flags);
    }

    private PatternPiece Reference(int group, int start, PatternFlags flags)
    {
        if (_groups[group] is not { } width)
            throw _source.Error("cannot refer to an open group", start);
        CheckLookBehind(group, start);
        var text = flags.HasFlag(PatternFlags.IgnoreCase) ? $@"(?i:\k<{group}>)" : $@"(?:\k<{group}>)";
        return new PatternPiece(text, width);
    }

    private void CheckLookBehind(int group, int start)
    {
        if (_groupsBeforeLookBehind is not { } before)
            return;
        if (group >= _groups.Count || _groups[group] is null)
            throw _source.Error("cannot refer to an open group", start);
        if (group >= before)
            throw _source.Error("cannot refer to group defined in the same lookbehind subpattern", start);
    }

    /// <summary>The character that an escape stands for, between brackets or outside; its first character is read already.</summary>
    private int Escaped(PatternCharacter escaped, int start)
    {
        switch (escaped.Value)
        {
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return Hexadecimal(2, start);
            case 'u':
                return Hexadecimal(4, start);
            case 'U':
                return Hexadecimal(8, start);
            case 'N':
                return Named(start);
            case '0':
                return Octal("0" + _source.TakeWhile(2, IsOctal), start);
            default:
                return escaped.IsLetter ? throw _source.Error($"bad escape {_source.Since(start)}", start) : escaped.Value;
        }
    }

    private int Hexadecimal(int digits, int start)
    {
        var text = _source.TakeWhile(digits, char.IsAsciiHexDigit);
        if (text.Length != digits)
            throw _source.Error($"incomplete escape {_source.Since(start)}", start);
        var character = uint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return character <= LastCharacter ? (int)character : throw _source.Error($"bad escape {_source.Since(start)}", start);
    }

    private int Named(int start)
    {
        if (!_source.TryTake('{'))
            throw _source.Error("missing {", _source.Position);
        var name = _source.TakeName('}', "character name");
        return CharacterNames.Find(name) ?? throw _source.Error($"a character name that is not known here ('{name}'; write it as \\uXXXX)", start);
    }

    private int Octal(string digits, int start)
    {
        var character = Convert.ToInt32(digits, 8);
        return character <= LastOctal ? character : throw _source.Error($"octal escape value {_source.Since(start)} outside of range 0-0o377", start);
    }

    private static bool IsOctal(char digit) => digit is >= '0' and <= '7';

    private PatternPiece Set(int start, PatternFlags flags)
    {
        var set = new CharacterSet(flags);
        var isNegated = _source.TryTake('^');
        for (var isFirst = true; ; isFirst = false)
        {
            var from = SetPosition(start);
            var next = _source.Take();
            if (next.Is(']') && !isFirst)
                return new PatternPiece(set.Text(isNegated, _isWide), PatternWidth.One);
            var low = SetMember(next, from);
            if (!_source.TryTake('-'))
            {
                Add(set, low, next);
                continue;
            }

            var to = SetPosition(start);
            var last = _source.Take();
            if (last.Is(']'))
            {
                Add(set, low, next);
                set.Add('-', '-');
                return new PatternPiece(set.Text(isNegated, _isWide), PatternWidth.One);
            }

            var high = SetMember(last, to);
            if (low is null || high is null || high < low)
                throw _source.Error($"bad character range {_source.Since(from)}", from);
            set.Add(low.Value, high.Value);
        }
    }

    private int SetPosition(int start) => _source.IsAtEnd ? throw _source.Error("unterminated character set", start) : _source.Position;

    /// <summary>A character; null: a class.</summary>
    private int? SetMember(PatternCharacter next, int start)
    {
        if (!next.IsEscaped)
            return next.Value;
        return next.Value switch
        {
            'b' => '\b',
            'd' or 'D' or 's' or 'S' or 'w' or 'W' => null,
            >= '1' and <= '7' => Octal((char)next.Value + _source.TakeWhile(2, IsOctal), start),
            '8' or '9' => throw _source.Error($"bad escape {_source.Since(start)}", start),
            _ => Escaped(next, start),
        };
    }

    private static void Add(CharacterSet set, int? character, PatternCharacter written)
    {
        if (character is { } one)
            set.Add(one, one);
        else
            set.AddClass((char)written.Value);
    }
}
