using System.Globalization;

namespace Catchment.Tags.Calculation;

/// <summary>Cuts a formula into its pieces, one at a time.</summary>
/// <param name="text">The formula.</param>
internal ref struct FormulaTokenizer(string text)
{
    // As many as a double can tell apart with its exponent; more could only be rounded twice.
    private const int MaxHexDigits = 16;

    private int _at;

    /// <summary>The next piece; after the last one <see cref="FormulaTokenKind.End"/> for ever.</summary>
    /// <exception cref="FormulaException">There is a character, or a number, that belongs to no formula.</exception>
    public FormulaToken Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        var start = _at;
        if (start == text.Length)
            return new(FormulaTokenKind.End, start, 0);
        var c = text[start];
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
            return Number();
        if (!IsNameStart(c))
            return Mark(c);
        while (_at < text.Length && (IsNameStart(text[_at]) || char.IsDigit(text[_at])))
            _at++;
        return new(Word(text.AsSpan(start, _at - start)), start, _at - start);
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c);

    private static FormulaTokenKind Word(ReadOnlySpan<char> word) => word switch
    {
        "or" => FormulaTokenKind.Or,
        "nor" => FormulaTokenKind.Nor,
        "and" => FormulaTokenKind.And,
        "nand" => FormulaTokenKind.Nand,
        "xor" => FormulaTokenKind.Xor,
        "xnor" => FormulaTokenKind.Xnor,
        "not" => FormulaTokenKind.Not,
        "if" => FormulaTokenKind.If,
        "else" => FormulaTokenKind.Else,
        _ => FormulaTokenKind.Name,
    };

    private readonly char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private FormulaToken Mark(char c)
    {
        var doubled = Peek(1) == c;
        var equals = Peek(1) == '=';
        var (kind, length) = c switch
        {
            '(' => (FormulaTokenKind.Open, 1),
            ')' => (FormulaTokenKind.Close, 1),
            ',' => (FormulaTokenKind.Comma, 1),
            '?' => (FormulaTokenKind.Question, 1),
            ':' => (FormulaTokenKind.Colon, 1),
            '+' => (FormulaTokenKind.Plus, 1),
            '-' => (FormulaTokenKind.Minus, 1),
            '%' => (FormulaTokenKind.Modulo, 1),
            '^' => (FormulaTokenKind.Power, 1),
            '*' => doubled ? (FormulaTokenKind.Power, 2) : (FormulaTokenKind.Times, 1),
            '/' => doubled ? (FormulaTokenKind.FloorDivide, 2) : (FormulaTokenKind.Divide, 1),
            '<' => equals ? (FormulaTokenKind.LessOrEqual, 2) : (FormulaTokenKind.Less, 1),
            '>' => equals ? (FormulaTokenKind.GreaterOrEqual, 2) : (FormulaTokenKind.Greater, 1),
            '=' when equals => (FormulaTokenKind.Equal, 2),
            '!' when equals => (FormulaTokenKind.NotEqual, 2),
            '=' => throw new FormulaException(_at + 1, "'=' assigns nothing here; '==' compares"),
            _ => throw new FormulaException(_at + 1, char.IsControl(c) || char.IsSurrogate(c) ? "a character that belongs to no formula" : $"'{c}' belongs to no formula"),
        };
        var token = new FormulaToken(kind, _at, length);
        _at += length;
        return token;
    }

    private FormulaToken Number()
    {
        var start = _at;
        var value = text[start] == '0' && Peek(1) is 'x' or 'X' ? Hexadecimal() : Decimal();
        if (_at < text.Length && (IsNameStart(text[_at]) || char.IsDigit(text[_at]) || text[_at] == '.'))
            throw new FormulaException(_at + 1, "a number is followed by what does not belong to it");
        return new(FormulaTokenKind.Number, start, _at - start, value);
    }

    private double Decimal()
    {
        var start = _at;
        Digits();
        if (Peek(0) == '.')
        {
            _at++;
            Digits();
        }

        if (Peek(0) is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            _at += 2;
            Digits();
        }

        return double.Parse(text.AsSpan(start, _at - start), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
    }

    private double Hexadecimal()
    {
        _at += 2;
        var start = _at;
        while (char.IsAsciiHexDigit(Peek(0)))
            _at++;
        return _at - start is > 0 and <= MaxHexDigits
            ? ulong.Parse(text.AsSpan(start, _at - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : throw new FormulaException(start + 1, $"0x is followed by 1 to {MaxHexDigits} hexadecimal digits");
    }

    private void Digits()
    {
        while (char.IsAsciiDigit(Peek(0)))
            _at++;
    }
}
