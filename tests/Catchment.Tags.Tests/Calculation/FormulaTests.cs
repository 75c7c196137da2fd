using System.Text.Json;
using Catchment.Tags.Calculation;

namespace Catchment.Tags.Tests.Calculation;

/// <summary>The formula language: its vectors, its bounds, its errors. Source: tags 7.1.</summary>
public sealed class FormulaTests
{
    private static readonly string[] AToH = ["A", "B", "C", "D", "E", "F", "G", "H"];

    [Fact]
    public void Every_vector_gives_the_required_result()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Calculation", "Vectors", "formulas.json")));
        var wrong = new List<string>();
        var count = 0;
        foreach (var vector in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            count++;
            var text = vector.GetProperty("formula").GetString()!;
            var values = vector.GetProperty("values").EnumerateObject().ToDictionary(v => v.Name, v => Number(v.Value));
            var required = vector.GetProperty("required") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : (double?)null;
            var found = Value(text, values);
            if (found != required)
                wrong.Add($"{text} of {vector.GetProperty("values")}: {found}, not {required}");
        }

        wrong.ShouldBeEmpty();
        count.ShouldBe(187);

        static double Number(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.True => 1,
            JsonValueKind.String => double.TryParse(value.GetString(), out var parsed) ? parsed : 0,
            _ => 0,
        };
    }

    [Theory]
    [InlineData("1 < 2 < 3 < 3", 0)]
    [InlineData("3 > 2 >= 2 != 1 == 1", 1)]
    [InlineData("5 < 1 < 1/0", 0)] // the rest of a chain that is false is not evaluated
    [InlineData("0 and 1/0", 0)]
    [InlineData("2 or 1/0", 2)]
    [InlineData("0 or 0 and 1/0", 0)]
    [InlineData("0 ? 1/0 : 3", 3)]
    [InlineData("1/0 if 0 else 3", 3)]
    [InlineData("if(1, 3, 1/0)", 3)]
    [InlineData("0 ? 1 : 0 ? 2 : 3", 3)]
    [InlineData("1 ? 0 ? 1 : 2 : 3", 2)]
    [InlineData("1 if 0 else 2 if 0 else 3", 3)]
    [InlineData("1 if 0 else 1 ? 2 : 3", 2)]
    [InlineData("(1 if 1 else 2) if (0 or 1 if 1 else 0) else 3", 1)]
    [InlineData("1 if 1 < 2 < 3 else 2", 1)]
    [InlineData("0 ? 5 : 1 and 2 or 3", 2)]
    [InlineData("0 nor 0 or 0", 1)]
    [InlineData("not not 5", 1)]
    [InlineData("not 1 == 2", 1)]
    [InlineData("not 0 and 0", 0)]
    [InlineData("1 xor 1 xnor 0", 1)]
    [InlineData("1 + (2 < 3) * 4", 5)]
    [InlineData("-2 ^ 2 * 3", -12)]
    [InlineData("2 ^ -1 ^ 2", 0.5)]
    [InlineData("2 ^ - - 2", 4)]
    [InlineData("-7 // 2 * 2 + -7 % 2", -7)]
    [InlineData("7.5 // -2", -4)]
    [InlineData("12. + 0X1F + 1E+2", 143)]
    [InlineData("0xFFFFFFFFFFFFFFFF", 18446744073709551615.0)]
    [InlineData("min(inf, 3) + max(-inf, 4)", 7)]
    [InlineData("atan(inf) * 2 == pi", 1)]
    [InlineData("1 / inf", 0)]
    [InlineData("5 % inf", 5)]
    [InlineData("min(1e308 * 10, 5)", 5)]
    [InlineData("root(64, 3) + root(-27, 3) + root(2, 1)", 3)]
    [InlineData("root(81, 4)", 3)]
    [InlineData("root(4, -2)", 0.5)]
    [InlineData("round(0.125, 2)", 0.12)]
    [InlineData("round(-0.375, 2)", -0.38)]
    [InlineData("round(1.005, 2)", 1)]
    [InlineData("round(4503599627370497.5)", 4503599627370498)]
    [InlineData("round(25, -1) + round(35, -1)", 60)]
    [InlineData("round(1e300, 5) == 1e300", 1)]
    [InlineData("round(123456789012345.67, 22) == 123456789012345.67", 1)]
    [InlineData("inrange(1, 1, 1) + inrange(2, 1, 3)", 1)]
    [InlineData("clamp(1, 5, 1)", 1)]
    [InlineData("mand(1, 2, 0) + mor(0, -0, 3) + mand(1) + mor(0)", 2)]
    [InlineData("\tlog ( 8 , 2 )\r\n", 3)]
    public void Evaluates(string text, double expected) => Value(text, []).ShouldBe(expected);

    [Theory]
    [InlineData("1/(2-2)", "position 2: division by zero")]
    [InlineData("1 + 2 // 0", "position 7: division by zero")]
    [InlineData("5 % 0", "position 3: division by zero")]
    [InlineData("0 ^ -1", "position 3: division by zero")]
    [InlineData("root(5, 0)", "position 1: division by zero")]
    [InlineData("root(0, -1)", "position 1: division by zero")]
    [InlineData("log(5, 1)", "position 1: division by zero")]
    [InlineData("cot(0)", "position 1: division by zero")]
    [InlineData("csc(0)", "position 1: division by zero")]
    [InlineData("2 + sqrt(-1)", "position 5: not defined for these values")]
    [InlineData("(-8) ^ (1/3)", "position 6: not defined for these values")]
    [InlineData("root(-4, 2)", "position 1: not defined for these values")]
    [InlineData("log(2, -1)", "position 1: not defined for these values")]
    [InlineData("log10(0)", "position 1: not defined for these values")]
    [InlineData("acos(2)", "position 1: not defined for these values")]
    [InlineData("sin(inf)", "position 1: not defined for these values")]
    [InlineData("(inf - inf) > 1", "position 6: not defined for these values")]
    [InlineData("inf * 0", "position 5: not defined for these values")]
    [InlineData("clamp(2, 1, 1)", "position 1: not defined for these values")]
    [InlineData("round(1, 0.5)", "position 1: not defined for these values")]
    [InlineData("round(1, 23)", "position 1: not defined for these values")]
    [InlineData("1/exp(1000)", "position 3: overflow")]
    [InlineData("min(10 ^ 400, 1)", "position 8: overflow")]
    [InlineData("cosh(1000)", "position 1: overflow")]
    [InlineData("sinh(-1000)", "position 1: overflow")]
    [InlineData("1e999", "the result is no finite number")]
    [InlineData("-inf", "the result is no finite number")]
    public void Tells_why_there_is_no_value(string text, string reason) => Formula.Parse(text, []).Evaluate([]).Reason.ShouldBe(reason);

    [Theory]
    [InlineData("", 1, "a value is missing")]
    [InlineData("A +", 4, "a value is missing")]
    [InlineData("(A", 3, "')' is missing")]
    [InlineData("A)", 2, "an operator is expected, not ')'")]
    [InlineData("A B", 3, "an operator is expected, not 'B'")]
    [InlineData("2A", 2, "a number is followed by what does not belong to it")]
    [InlineData("1.2.3", 4, "a number is followed by what does not belong to it")]
    [InlineData("1_000", 2, "a number is followed by what does not belong to it")]
    [InlineData("1e", 2, "a number is followed by what does not belong to it")]
    [InlineData("0x", 3, "0x is followed by 1 to 16 hexadecimal digits")]
    [InlineData("0x00000000000000001", 3, "0x is followed by 1 to 16 hexadecimal digits")]
    [InlineData("A = B", 3, "'=' assigns nothing here; '==' compares")]
    [InlineData("A & B", 3, "'&' belongs to no formula")]
    [InlineData("A.b", 2, "'.' belongs to no formula")]
    [InlineData("A[0]", 2, "'[' belongs to no formula")]
    [InlineData("'x'", 1, "''' belongs to no formula")]
    [InlineData("1 + \u0000", 5, "a character that belongs to no formula")]
    [InlineData("Z", 1, "unknown name 'Z'")]
    [InlineData("1 ? 2 : nothing", 9, "unknown name 'nothing'")]
    [InlineData("sind(3)", 1, "unknown function 'sind'")]
    [InlineData("A(3)", 1, "unknown function 'A'")]
    [InlineData("sin", 1, "the function 'sin' has no arguments")]
    [InlineData("sin()", 5, "'sin' takes at least 1 argument")]
    [InlineData("sin(1, 2)", 8, "'sin' takes at most 1 argument")]
    [InlineData("max(1, )", 8, "a value is expected, not ')'")]
    [InlineData("max(1 2)", 7, "',' or ')' is expected, not '2'")]
    [InlineData("if(1, 2)", 8, "',' is expected, not ')'")]
    [InlineData("1 ? 2", 6, "':' is missing")]
    [InlineData("1 if 2", 7, "'else' is missing")]
    [InlineData("A == not B", 6, "a value is expected, not 'not'")]
    [InlineData("and", 1, "a value is expected, not 'and'")]
    public void What_is_no_formula_is_told_with_its_place(string text, int position, string reason)
    {
        var error = Should.Throw<FormulaException>(() => Formula.Parse(text, AToH));

        (error.Position, error.Reason).ShouldBe((position, reason));
        error.Message.ShouldBe($"position {position}: {reason}");
    }

    [Fact]
    public void Variables_are_taken_in_the_order_of_their_first_use_and_hide_constants()
    {
        var formula = Formula.Parse("B + e * B - größe_2 + abs(abs)", ["A", "B", "e", "größe_2", "abs"]);

        formula.Variables.ShouldBe(["B", "e", "größe_2", "abs"]);
        formula.Evaluate([10, 2, 5, -1]).Value.ShouldBe(26);
        Should.Throw<ArgumentException>(() => formula.Evaluate([1]));
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("-", "1", "")]
    [InlineData("not ", "1", "")]
    [InlineData("2^", "1", "")]
    [InlineData("abs(", "1", ")")]
    [InlineData("1?2:", "1", "")]
    [InlineData("1 if 0 else ", "1", "")]
    [InlineData("if(1,2,", "1", ")")]
    public void Nesting_is_bounded(string open, string inner, string close)
    {
        Formula.Parse(Nested(100), []).Evaluate([]);
        Should.Throw<FormulaException>(() => Formula.Parse(Nested(300), [])).Reason.ShouldBe("nested deeper than 128");

        string Nested(int depth) => string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));
    }

    [Fact]
    public void Length_arguments_and_waiting_operands_are_bounded()
    {
        Formula.Parse(new string(' ', Formula.MaxLength - 1) + "1", []).Evaluate([]).Value.ShouldBe(1);
        Should.Throw<FormulaException>(() => Formula.Parse(new string(' ', Formula.MaxLength) + "1", [])).Reason.ShouldBe("longer than 4096 characters");
        Formula.Parse($"sum({string.Join(',', Enumerable.Repeat("1", 64))})", []).Evaluate([]).Value.ShouldBe(64);
        Should.Throw<FormulaException>(() => Formula.Parse($"sum({string.Join(',', Enumerable.Repeat("1", 65))})", [])).Reason.ShouldBe("'sum' takes at most 64 arguments");

        var waiting = "1";
        for (var level = 0; level < 5; level++)
            waiting = $"sum({string.Join(',', Enumerable.Repeat("1", 63))},{waiting})";
        Should.Throw<FormulaException>(() => Formula.Parse(waiting, [])).Reason.ShouldBe("more than 256 operands wait for each other");
        Formula.Parse(string.Join('+', Enumerable.Repeat("1", 2000)), []).Evaluate([]).Value.ShouldBe(2000);
    }

    [Fact]
    public void Evaluating_allocates_nothing()
    {
        var formula = Formula.Parse("if(A > 1, round(A / B, 2) + max(A, B, 3) ** 0.5, 1) + (1 < A < 9) + log(A, 10) + (5 if B else 6)", AToH);
        double[] values = [7, 3];

        Allocations.Of(() => formula.Evaluate(values)).ShouldBe(0);
    }

    private static double? Value(string text, Dictionary<string, double> values)
    {
        try
        {
            var formula = Formula.Parse(text, values.Keys);
            var result = formula.Evaluate([.. formula.Variables.Select(v => values[v])]);
            return result.IsGood ? result.Value : null;
        }
        catch (FormulaException)
        {
            return null;
        }
    }
}
