using System.Globalization;
using System.Text;

namespace Catchment.Files.Patterns.Translation;

// What stands in parentheses.
internal sealed partial class PatternTranslator
{
    private const string FlagLetters = "imsxau"; // In the order of the flags' bits.
    private const PatternFlags Alphabets = PatternFlags.Ascii | PatternFlags.Unicode;

    /// <summary>A group; its parenthesis is read already.</summary>
    /// <returns>False: it was flags for the whole.</returns>
    private bool Group(int start, PatternFlags flags, List<PatternPiece> pieces, bool mayBegin)
    {
        if (!_source.TryTake('?'))
        {
            pieces.Add(Capture(null, start, flags));
            return true;
        }

        if (_source.IsAtEnd)
            throw _source.Error("unexpected end of pattern", _source.Position);
        if (_source.IsNextAnyOf(FlagLetters + "-"))
            return Flags(start, flags, pieces, mayBegin);
        var kind = _source.Take();
        switch (kind.IsEscaped ? 0 : kind.Value)
        {
            case ':':
                pieces.Add(Inside(start, flags, "(?:"));
                return true;
            case '>':
                pieces.Add(Inside(start, flags, "(?>"));
                return true;
            case '#':
                SkipComment(start);
                return true;
            case '=' or '!':
                pieces.Add(Inside(start, flags, $"(?{(char)kind.Value}") with { Width = PatternWidth.Zero });
                return true;
            case '<':
                pieces.Add(LookBehind(start, flags));
                return true;
            case '(':
                pieces.Add(Condition(start, flags));
                return true;
            case 'P':
                pieces.Add(Named(start, flags));
                return true;
            case 'L':
                throw _source.Error("bad inline flags: cannot use 'L' flag with a str pattern", start);
            default:
                throw _source.Error($"unknown extension {_source.Since(start + 1)}", start + 1);
        }
    }

    private PatternPiece Inside(int start, PatternFlags flags, string opening)
    {
        var inside = Alternatives(flags);
        if (!_source.TryTake(')'))
            throw _source.Error("missing ), unterminated subpattern", start);
        return new PatternPiece($"{opening}{inside.Text})", inside.Width);
    }

    private PatternPiece Capture(string? name, int start, PatternFlags flags)
    {
        var number = _groups.Count;
        _groups.Add(null);
        if (name is not null && !_names.TryAdd(name, number))
            throw _source.Error($"redefinition of group name '{name}' as group {number}; was group {_names[name]}", start);
        var group = Inside(start, flags, $"(?<{number}>");
        _groups[number] = group.Width;
        return group;
    }

    private void SkipComment(int start)
    {
        do
        {
            if (_source.IsAtEnd)
                throw _source.Error("missing ), unterminated comment", start);
        }
        while (!_source.Take().Is(')'));
    }

    private PatternPiece LookBehind(int start, PatternFlags flags)
    {
        if (_source.IsAtEnd)
            throw _source.Error("unexpected end of pattern", _source.Position);
        var kind = _source.Take();
        if (!kind.Is('=') && !kind.Is('!'))
            throw _source.Error($"unknown extension {_source.Since(start + 1)}", start + 1);
        var outer = _groupsBeforeLookBehind;
        _groupsBeforeLookBehind ??= _groups.Count;
        var group = Inside(start, flags, $"(?<{(char)kind.Value}");
        _groupsBeforeLookBehind = outer;
        return group.Width.IsFixed
            ? group with { Width = PatternWidth.Zero }
            : throw _source.Error("look-behind requires fixed-width pattern", start);
    }

    private PatternPiece Condition(int start, PatternFlags flags)
    {
        var position = _source.Position;
        var name = _source.TakeName(')', "group name");
        int group;
        if (IsIdentifier(name))
        {
            if (!_names.TryGetValue(name, out group))
                throw _source.Error($"unknown group name '{name}'", position);
        }
        else
        {
            if (!name.All(char.IsAsciiDigit))
                throw _source.Error($"bad character in group name '{name}'", position);
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out group))
                throw _source.Error($"invalid group reference {name}", position);
            if (group == 0)
                throw _source.Error("bad group number", position);
            _conditions.Add((group, position));
        }

        CheckLookBehind(group, position);
        if (++_level > MostLevels)
            throw _source.Error($"more than {MostLevels} levels", start);
        var yes = Sequence(flags, mayBegin: false);
        var no = _source.TryTake('|') ? Sequence(flags, mayBegin: false) : new PatternPiece("", PatternWidth.Zero);
        _level--;
        if (_source.IsNext('|'))
            throw _source.Error("conditional backref with more than two branches", _source.Position);
        if (!_source.TryTake(')'))
            throw _source.Error("missing ), unterminated subpattern", start);
        return new PatternPiece($"(?({group}){yes.Text}|{no.Text})", yes.Width.Or(no.Width));
    }

    private PatternPiece Named(int start, PatternFlags flags)
    {
        var position = _source.Position + 1;
        if (_source.TryTake('<'))
        {
            var name = _source.TakeName('>', "group name");
            return IsIdentifier(name) ? Capture(name, start, flags) : throw _source.Error($"bad character in group name '{name}'", position);
        }

        if (_source.TryTake('='))
        {
            var name = _source.TakeName(')', "group name");
            if (!IsIdentifier(name))
                throw _source.Error($"bad character in group name '{name}'", position);
            return _names.TryGetValue(name, out var group) ? Reference(group, position, flags) : throw _source.Error($"unknown group name '{name}'", position);
        }

        if (_source.IsAtEnd)
            throw _source.Error("unexpected end of pattern", _source.Position);
        _source.Take();
        throw _source.Error($"unknown extension {_source.Since(start + 1)}", start + 1);
    }

    /// <summary>Flags for the whole at its very beginning, for example <c>(?i)</c>, or for a group, for example <c>(?i-s:…)</c>.</summary>
    private bool Flags(int start, PatternFlags flags, List<PatternPiece> pieces, bool mayBegin)
    {
        var on = SomeFlags("missing -, : or )");
        if (on.HasFlag(Alphabets))
            throw _source.Error("bad inline flags: flags 'a', 'u' and 'L' are incompatible", start);
        if (_source.TryTake(')'))
        {
            if (!mayBegin)
                throw _source.Error("global flags not at the start of the expression", start);
            _global |= on;
            return !_global.HasFlag(Alphabets)
                ? false
                : throw _source.Error("ASCII and UNICODE flags are incompatible", start);
        }

        var off = PatternFlags.None;
        if (_source.TryTake('-'))
        {
            off = SomeFlags("missing :");
            if (off == PatternFlags.None)
                throw _source.Error("missing flag", _source.Position);
            if ((off & Alphabets) != PatternFlags.None)
                throw _source.Error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'", start);
        }

        if (!_source.TryTake(':'))
            throw _source.Error("missing :", _source.Position);
        if ((on & off) != PatternFlags.None)
            throw _source.Error("bad inline flags: flag turned on and off", start);
        var kept = (on & Alphabets) != PatternFlags.None ? flags & ~Alphabets : flags;
        pieces.Add(Inside(start, (kept | on) & ~off, "(?:"));
        return true;
    }

    private PatternFlags SomeFlags(string missing)
    {
        var flags = PatternFlags.None;
        while (!_source.IsNext(')') && !_source.IsNext('-') && !_source.IsNext(':'))
        {
            if (_source.IsAtEnd)
                throw _source.Error(missing, _source.Position);
            var position = _source.Position;
            var letter = _source.Take();
            var index = letter.IsEscaped || letter.Value > char.MaxValue ? -1 : FlagLetters.IndexOf((char)letter.Value, StringComparison.Ordinal);
            if (index < 0)
                throw _source.Error(letter.IsLetter ? "unknown flag" : missing, position);
            flags |= (PatternFlags)(1 << index);
        }

        return flags;
    }

    // As Python's names: a letter or an underscore, then also digits, marks and connectors.
    private static bool IsIdentifier(string name)
    {
        var isFirst = true;
        foreach (var character in name.EnumerateRunes())
        {
            var isStart = Rune.IsLetter(character) || character.Value == '_' || Rune.GetUnicodeCategory(character) == UnicodeCategory.LetterNumber;
            if (!isStart && (isFirst || !IsContinuation(Rune.GetUnicodeCategory(character))))
                return false;
            isFirst = false;
        }

        return !isFirst;
    }

    private static bool IsContinuation(UnicodeCategory category) => category
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation;
}
