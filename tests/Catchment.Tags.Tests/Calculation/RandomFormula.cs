namespace Catchment.Tags.Tests.Calculation;

/// <summary>
/// A formula made at random together with its value: written with no more parentheses than the table of precedences asks for (and some
/// for nothing), valued while it is made, by none of the code under test.
/// </summary>
/// <param name="random">What decides.</param>
/// <param name="variables">The values of A, B, C….</param>
internal sealed class RandomFormula(Random random, double[] variables)
{
    private enum Level
    {
        Choice,
        Or,
        And,
        Not,
        Compare,
        Sum,
        Product,
        Sign,
        Power,
        Operand,
    }

    /// <summary>A formula and its value; null when it has none.</summary>
    public (string Text, double? Value) Next(int size)
    {
        var piece = Make(size);
        return (piece.Text, piece.Value is { } value && double.IsFinite(value) ? value : null);
    }

    private static double Truth(bool value) => value ? 1 : 0;

    // A value that is no number is none.
    private static double? Defined(double? value) => value is { } number && double.IsNaN(number) ? null : value;

    private Piece Make(int size)
    {
        if (size <= 0)
            return Leaf();
        return random.Next(12) switch
        {
            0 => Choice(size),
            1 => Or(size),
            2 => And(size),
            3 => Not(size),
            4 => Compare(size),
            5 or 6 => Sum(size),
            7 or 8 => Product(size),
            9 => Sign(size),
            10 => Power(size),
            _ => Call(size),
        };
    }

    private Piece Leaf()
    {
        if (random.Next(2) == 0)
        {
            var index = random.Next(variables.Length);
            return new(((char)('A' + index)).ToString(), Level.Operand, variables[index]);
        }

        var whole = random.Next(0, 5);
        return random.Next(5) switch
        {
            0 => new($"{whole}.5", Level.Operand, whole + 0.5),
            1 => new($"0x{whole + 16:X}", Level.Operand, whole + 16),
            2 => new($"{whole}e1", Level.Operand, whole * 10),
            _ => new($"{whole}", Level.Operand, whole),
        };
    }

    private Piece Choice(int size)
    {
        var (condition, yes, no) = (Make(size / 3), Make(size / 3), Make(size / 3));
        var value = condition.Value is not { } chosen ? null : chosen != 0 ? yes.Value : no.Value;
        return random.Next(3) switch
        {
            0 => new($"{Inside(condition, Level.Or)} ? {Inside(yes, Level.Choice)} : {Inside(no, Level.Choice)}", Level.Choice, value),
            1 => new($"{Inside(yes, Level.Or)} if {Inside(condition, Level.Or)} else {Inside(no, Level.Choice)}", Level.Choice, value),
            _ => new($"if({condition.Text}, {yes.Text},{no.Text})", Level.Operand, value),
        };
    }

    private Piece Or(int size)
    {
        var (left, right) = (Make(size / 2), Make(size / 2));
        return random.Next(2) == 0
            ? new($"{Inside(left, Level.Or)} or {Inside(right, Level.And)}", Level.Or, left.Value is null or not 0 ? left.Value : right.Value)
            : new($"{Inside(left, Level.Or)} nor {Inside(right, Level.And)}", Level.Or, Both(left, right, (x, y) => Truth(x == 0 && y == 0)));
    }

    private Piece And(int size)
    {
        var (left, right) = (Make(size / 2), Make(size / 2));
        var (word, value) = random.Next(4) switch
        {
            0 => ("and", left.Value is null or 0 ? left.Value : right.Value),
            1 => ("nand", Both(left, right, (x, y) => Truth(x == 0 || y == 0))),
            2 => ("xor", Both(left, right, (x, y) => Truth((x == 0) ^ (y == 0)))),
            _ => ("xnor", Both(left, right, (x, y) => Truth((x == 0) == (y == 0)))),
        };
        return new($"{Inside(left, Level.And)} {word} {Inside(right, Level.Not)}", Level.And, value);
    }

    private Piece Not(int size)
    {
        var inner = Make(size - 1);
        return new($"not {Inside(inner, Level.Not)}", Level.Not, inner.Value is { } value ? Truth(value == 0) : null);
    }

    private Piece Compare(int size)
    {
        var links = random.Next(1, 4);
        var left = Make(size / (links + 1));
        var (text, value) = (Inside(left, Level.Sum), left.Value is null ? null : (double?)1);
        for (; links > 0; links--)
        {
            var right = Make(size / 3);
            var (mark, holds) = random.Next(6) switch
            {
                0 => ("==", left.Value == right.Value),
                1 => ("!=", left.Value != right.Value),
                2 => ("<", left.Value < right.Value),
                3 => ("<=", left.Value <= right.Value),
                4 => (">", left.Value > right.Value),
                _ => (">=", left.Value >= right.Value),
            };
            text += mark + Inside(right, Level.Sum);
            if (value == 1)
                value = right.Value is null ? null : Truth(holds);
            left = right;
        }

        return new(text, Level.Compare, value);
    }

    private Piece Sum(int size)
    {
        var (left, right) = (Make(size / 2), Make(size / 2));
        var plus = random.Next(2) == 0;
        return new($"{Inside(left, Level.Sum)}{(plus ? " + " : "-")}{Inside(right, Level.Product)}", Level.Sum, Defined(plus ? left.Value + right.Value : left.Value - right.Value));
    }

    private Piece Product(int size)
    {
        var (left, right) = (Make(size / 2), Make(size / 2));
        // Of whole numbers only: the quotient of others is rounded down from what a double tells, not from what it is.
        var whole = left.Value is { } x && right.Value is { } y && double.IsInteger(x) && double.IsInteger(y) && Math.Abs(x) < 1e15 && Math.Abs(y) < 1e15;
        var (mark, value) = random.Next(whole ? 4 : 2) switch
        {
            0 => ("*", Defined(left.Value * right.Value)),
            1 => (" / ", right.Value == 0 ? null : Defined(left.Value / right.Value)),
            2 => ("//", right.Value == 0 ? null : ExactDouble.Divide(left.Value!.Value, right.Value!.Value).Quotient),
            _ => (" %", right.Value == 0 ? null : ExactDouble.Divide(left.Value!.Value, right.Value!.Value).Remainder),
        };
        return new($"{Inside(left, Level.Product)}{mark}{Inside(right, Level.Sign)}", Level.Product, value);
    }

    private Piece Sign(int size)
    {
        var inner = Make(size - 1);
        return random.Next(2) == 0 ? new($"-{Inside(inner, Level.Sign)}", Level.Sign, -inner.Value) : new($"+{Inside(inner, Level.Sign)}", Level.Sign, inner.Value);
    }

    private Piece Power(int size)
    {
        var (left, right) = (Make(size / 2), Make(size / 2));
        double? value = null;
        if (left.Value is { } x && right.Value is { } y && !(x == 0 && y < 0))
        {
            value = Defined(Math.Pow(x, y));
            if (value is { } power && double.IsInfinity(power) && double.IsFinite(x) && double.IsFinite(y))
                value = null;
        }

        return new($"{Inside(left, Level.Operand)}{(random.Next(2) == 0 ? "**" : " ^ ")}{Inside(right, Level.Sign)}", Level.Power, value);
    }

    private Piece Call(int size)
    {
        Piece[] arguments = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Make(size / 3))];
        var joined = string.Join(", ", arguments.Select(a => a.Text));
        double[]? values = arguments.All(a => a.Value is not null) ? [.. arguments.Select(a => a.Value!.Value)] : null;
        var places = random.Next(-3, 8);
        return random.Next(7) switch
        {
            0 => new($"min({joined})", Level.Operand, values?.Min()),
            1 => new($"max({joined})", Level.Operand, values?.Max()),
            2 => new($"sum({joined})", Level.Operand, Defined(values?.Aggregate(0.0, (x, y) => x + y))),
            3 => new($"mand({joined})", Level.Operand, values is null ? null : Truth(values.All(x => x != 0))),
            4 => new($"mor({joined})", Level.Operand, values is null ? null : Truth(values.Any(x => x != 0))),
            5 => new($"abs({arguments[0].Text})", Level.Operand, arguments[0].Value is { } x ? Math.Abs(x) : null),
            _ => new($"round({arguments[0].Text}, {places})", Level.Operand, arguments[0].Value is not { } y || !double.IsFinite(y) ? arguments[0].Value : ExactDouble.Round(y, places)),
        };
    }

    private static double? Both(Piece left, Piece right, Func<double, double, double> of) => left.Value is { } x && right.Value is { } y ? of(x, y) : null;

    private string Inside(Piece piece, Level level) => piece.Level < level || random.Next(10) == 0 ? $"({piece.Text})" : piece.Text;

    private sealed record Piece(string Text, Level Level, double? Value);
}
