namespace Catchment.Files.Patterns.Translation;

/// <summary>
/// Puts an expression of Python 3.11 into the words of .NET: every literal escaped, every class spelled out, every flag resolved, so that
/// nothing of what .NET alone understands is left. The grammar is that of Python's manual and of its error messages.
/// </summary>
internal sealed partial class PatternTranslator
{
    private const int MostCharacters = 4096;
    private const int MostLevels = 100;
    private const string Never = @"\z\0"; // A character after the end.

    private readonly PatternSource _source;
    private readonly bool _isWide;
    private readonly List<PatternWidth?> _groups = [null]; // By number; the whole is 0; an open one has no width yet.
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly List<(int Group, int Position)> _conditions = [];
    private PatternFlags _global;
    private int? _groupsBeforeLookBehind;
    private int _level;

    private PatternTranslator(PatternSource source, bool isWide) => (_source, _isWide) = (source, isWide);

    /// <summary>Translates an expression.</summary>
    /// <param name="pattern">Python's expression.</param>
    /// <param name="isWide">For texts with surrogate pairs; otherwise for texts without.</param>
    /// <exception cref="PythonPatternException">Python refuses it, or it is too large.</exception>
    public static string Translate(string pattern, bool isWide)
    {
        if (pattern.Length > MostCharacters)
            throw new PythonPatternException(pattern, MostCharacters, $"an expression of more than {MostCharacters} characters");
        if ((pattern.Length - pattern.TrimEnd('\\').Length) % 2 != 0)
            throw new PythonPatternException(pattern, pattern.Length - 1, "bad escape (end of pattern)");
        var source = new PatternSource(pattern);
        return new PatternTranslator(source, isWide).Whole();
    }

    private string Whole()
    {
        var whole = Alternatives(PatternFlags.None);
        if (!_source.IsAtEnd)
            throw _source.Error("unbalanced parenthesis", _source.Position);
        foreach (var (group, position) in _conditions)
        {
            if (group >= _groups.Count)
                throw _source.Error($"invalid group reference {group}", position);
        }

        // A match begins before a character, not within one; from there on, whatever takes characters takes whole ones.
        return _isWide ? $@"(?<![\uD800-\uDBFF])(?:{whole.Text})" : whole.Text;
    }

    /// <summary><c>a|b|c</c>, up to a closing parenthesis or the end.</summary>
    private PatternPiece Alternatives(PatternFlags flags)
    {
        if (++_level > MostLevels)
            throw _source.Error($"more than {MostLevels} levels", _source.Position);
        var isWhole = _level == 1;
        var first = Sequence(flags, mayBegin: isWhole);
        if (!_source.IsNext('|'))
        {
            _level--;
            return first;
        }

        List<string> texts = [first.Text];
        var width = first.Width;
        while (_source.TryTake('|'))
        {
            var next = Sequence(isWhole ? _global : flags, mayBegin: false);
            texts.Add(next.Text);
            width = width.Or(next.Width);
        }

        _level--;
        // An empty choice would become a count of 0 or 1 of the other one, to be merged with its repeats.
        return new PatternPiece($"(?:{string.Join('|', texts.Select(static text => text.Length > 0 ? text : $"{Never}|"))})", width);
    }

    private PatternPiece Sequence(PatternFlags flags, bool mayBegin)
    {
        var pieces = new List<PatternPiece>();
        while (!_source.IsAtEnd && !_source.IsNext('|') && !_source.IsNext(')'))
        {
            var start = _source.Position;
            var next = _source.Take();
            if (flags.HasFlag(PatternFlags.Verbose) && !next.IsEscaped && IsSkipped(next))
                continue;
            if (next.IsEscaped)
                pieces.Add(Escape(next, start, flags));
            else if (next.Value is '*' or '+' or '?' or '{')
                Repeat((char)next.Value, start, pieces, flags);
            else if (next.Value != '(')
                pieces.Add(Unescaped(next.Value, start, flags));
            else if (!Group(start, flags, pieces, mayBegin && pieces.Count == 0))
                flags = _global; // Flags for the whole stood there.
        }

        return PatternPiece.Sequence(pieces);
    }

    private bool IsSkipped(PatternCharacter next)
    {
        if (next.Value == '#')
        {
            while (!_source.IsAtEnd && !_source.Take().Is('\n'))
            {
                // The comment goes up to the end of the line.
            }

            return true;
        }

        return next.Value is ' ' or (>= '\t' and <= '\r');
    }

    private PatternPiece Unescaped(int character, int start, PatternFlags flags) => character switch
    {
        '.' => new PatternPiece(Dot(flags), PatternWidth.One),
        '^' => Place(flags.HasFlag(PatternFlags.Lines) ? "(?m:^)" : "^"),
        '$' => Place(flags.HasFlag(PatternFlags.Lines) ? "(?m:$)" : "$"),
        '[' => Set(start, flags),
        _ => Literal(character, flags),
    };

    private string Dot(PatternFlags flags)
    {
        var isAll = flags.HasFlag(PatternFlags.DotAll);
        if (!_isWide)
            return isAll ? @"[\s\S]" : $"[^{CharacterClass.LineFeed}]";
        return $"(?:[^{(isAll ? "" : CharacterClass.LineFeed)}{CharacterClass.Surrogates}]|{CharacterClass.Pair})";
    }

    private PatternPiece Literal(int character, PatternFlags flags)
    {
        string text;
        if (character > char.MaxValue)
        {
            var pair = char.ConvertFromUtf32(character);
            text = _isWide ? $"(?:{CharacterSet.Escaped(pair[0])}{CharacterSet.Escaped(pair[1])})" : "(?!)";
        }
        else if (char.IsSurrogate((char)character))
        {
            text = "(?!)"; // Half a character is in no text.
        }
        else
        {
            text = CharacterSet.Escaped(character);
            if (flags.HasFlag(PatternFlags.IgnoreCase) && CaseEquivalents.Of((char)character, flags) is { Length: > 1 } same)
                text = $"[{string.Concat(same.ToArray().Select(static one => CharacterSet.Escaped(one)))}]";
        }

        return new PatternPiece(text, PatternWidth.One);
    }

    private static PatternPiece Place(string text) => new(text, PatternWidth.Zero, PieceRepeats.Nothing);

    private void Repeat(char sign, int start, List<PatternPiece> pieces, PatternFlags flags)
    {
        ulong least = sign == '+' ? 1u : 0u;
        ulong most = sign == '?' ? 1 : PatternWidth.Unbounded;
        if (sign == '{' && !TryCounts(start, ref least, ref most))
        {
            pieces.Add(Literal('{', flags));
            return;
        }

        var repeats = pieces.Count == 0 ? PieceRepeats.Nothing : pieces[^1].Repeats;
        if (repeats != PieceRepeats.Allowed)
            throw _source.Error(repeats == PieceRepeats.Nothing ? "nothing to repeat" : "multiple repeat", start);
        var item = pieces[^1];
        // .NET counts with 31 bits; no text is that long.
        if (least > int.MaxValue)
            throw _source.Error("the repetition number is too large", start);
        var counts = most > int.MaxValue ? $"{{{least},}}" : $"{{{least},{most}}}";
        if (item.Width.Most == 0)
        {
            // Once says as much as often, and .NET 10 fails on some repeats of places.
            if (!_source.TryTake('?'))
                _source.TryTake('+');
            pieces[^1] = new PatternPiece(least > 0 ? item.Text : $"(?:{item.Text}|{Never}|)", PatternWidth.Zero, PieceRepeats.Already);
            return;
        }

        // .NET 10 merges a repeat with the repeats in it although the result means something else: (?:(?:c+)?)+ does not find nothing,
        // (?:(?>a{1,2}))*ab does not find ab. It merges nothing through a choice.
        var text = (item.Text.StartsWith('(') ? $"(?:{item.Text}|{Never})" : item.Text) + counts;
        if (_source.TryTake('?'))
            text += "?";
        else if (_source.TryTake('+'))
            text = $"(?>{text})";
        pieces[^1] = new PatternPiece(text, item.Width.Times(least, most), PieceRepeats.Already);
    }

    /// <summary><c>2}</c>, <c>2,}</c>, <c>,3}</c>, <c>2,3}</c> or <c>,}</c>; anything else is text.</summary>
    private bool TryCounts(int start, ref ulong least, ref ulong most)
    {
        var after = _source.Position;
        var low = _source.TakeWhile(MostCharacters, char.IsAsciiDigit);
        var isRange = _source.TryTake(',');
        var high = isRange ? _source.TakeWhile(MostCharacters, char.IsAsciiDigit) : low;
        if ((!isRange && low.Length == 0) || !_source.TryTake('}'))
        {
            _source.Position = after;
            return false;
        }

        if (low.Length > 0)
            least = Count(low, start);
        if (high.Length > 0)
            most = Count(high, start);
        return most >= least ? true : throw _source.Error("min repeat greater than max repeat", start);
    }

    private ulong Count(string digits, int start) => ulong.TryParse(digits.TrimStart('0') is { Length: > 0 } some ? some : "0", out var count) && count < PatternWidth.Unbounded
        ? count
        : throw _source.Error("the repetition number is too large", start);
}
