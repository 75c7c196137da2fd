using System.Text.Json;
using Catchment.Tags.Calculation;

namespace Catchment.Tags.Tests.Calculation;

/// <summary>Formulas made at random against an evaluation of their own, and texts of any kind. Source: tags 7.1.</summary>
public sealed class FormulaPropertyTests
{
    private static readonly string[] AToD = ["A", "B", "C", "D"];

    [Fact]
    public void Any_formula_gives_what_the_table_of_precedences_says()
    {
        var random = new Random(20_261_122);
        var rounds = Fuzzing.Rounds(20_000, 1_000_000);
        var good = 0;
        for (var round = 0; round < rounds; round++)
        {
            double[] values = [random.Next(-9, 10), random.Next(-99, 100) / 8.0, random.NextDouble(), 0];
            var (text, expected) = new RandomFormula(random, values).Next(random.Next(1, 24));
            var formula = Formula.Parse(text, AToD);
            var result = formula.Evaluate([.. formula.Variables.Select(v => values[v[0] - 'A'])]);
            if (result.IsGood != expected.HasValue || result.Value != (expected ?? 0))
                Assert.Fail($"{text} of {string.Join(", ", values)}: {result}, not {expected}");
            good += result.IsGood ? 1 : 0;
        }

        good.ShouldBeGreaterThan(rounds / 2);
    }

    [Fact]
    public void Any_number_is_rounded_as_the_number_that_it_is()
    {
        var random = new Random(4);
        var formula = Formula.Parse("round(A, B)", AToD);
        for (var round = Fuzzing.Rounds(20_000, 1_000_000); round > 0; round--)
        {
            var places = random.Next(-22, 23);
            // Numbers of all sizes, and those that are a half or nearly one.
            var x = random.Next(3) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64()),
                1 => (random.Next(-1_000_000, 1_000_000) + 0.5) / Math.Pow(2, random.Next(0, 20)),
                _ => Math.BitIncrement((random.Next(-1_000_000, 1_000_000) + 0.5) / Math.Pow(10, random.Next(0, 10))),
            };
            if (!double.IsFinite(x))
                continue;
            var expected = ExactDouble.Round(x, places);
            var result = formula.Evaluate([x, places]);
            if (double.IsFinite(expected) && result.Value != expected)
                Assert.Fail($"round({x:R}, {places}): {result.Value:R}, not {expected:R}");
        }
    }

    [Fact]
    public void Any_text_is_a_formula_or_refused()
    {
        const string Marks = "()+-*/%^<>=!?:,. 0123456789eExABCD";
        string[] words = ["and ", " or ", " not ", " if ", " else ", "if(", "min(", "round(", "log(", "root(", "inf", "1e308", "0x", "**", "//", "&", "\u0000", "ü", "\ud83d"];
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Calculation", "Vectors", "formulas.json")));
        string[] seeds = [.. vectors.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("formula").GetString()!)];
        var random = new Random(20_261_122);
        double[] values = [7, -0.5, 0, 1e300];
        var rounds = Fuzzing.Rounds(50_000, 1_000_000);
        var (evaluated, refused) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var text = random.Next(3) == 0 ? string.Empty : seeds[random.Next(seeds.Length)];
            for (var change = random.Next(1, text.Length == 0 ? 12 : 3); change > 0; change--)
            {
                var at = random.Next(text.Length + 1);
                var cut = Math.Min(text.Length - at, random.Next(3));
                text = text.Remove(at, cut).Insert(at, random.Next(4) == 0 ? words[random.Next(words.Length)] : Marks[random.Next(Marks.Length)].ToString());
            }

            try
            {
                var formula = Formula.Parse(text, AToD);
                var result = formula.Evaluate([.. formula.Variables.Select(v => values[v[0] - 'A'])]);
                double.IsFinite(result.Value).ShouldBeTrue();
                (result.Reason is null).ShouldBe(result.IsGood);
                evaluated++;
            }
            catch (FormulaException refusal)
            {
                refusal.Position.ShouldBeInRange(1, text.Length + 1);
                refused++;
            }
        }

        evaluated.ShouldBeGreaterThan(rounds / 20);
        refused.ShouldBeGreaterThan(rounds / 20);
    }
}
