using System.Collections.Immutable;

namespace Catchment.Tags.Calculation;

/// <summary>
/// A formula of calculated tags, read once and evaluated as often as wanted: arithmetic on doubles and nothing else. Source: tags 7.1.
/// An evaluation passes each instruction at most once, and takes a stack whose size is known beforehand; it can neither loop nor allocate.
/// </summary>
public sealed class Formula
{
    /// <summary>The longest formula, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>How deep parentheses, arguments, signs, powers and choices may be nested.</summary>
    public const int MaxDepth = 128;

    /// <summary>The most operands that may wait for each other.</summary>
    public const int MaxStack = 256;

    private readonly FormulaInstruction[] _program;

    private Formula(string text, FormulaInstruction[] program, ImmutableArray<string> variables) => (Text, _program, Variables) = (text, program, variables);

    /// <summary>The formula as it was given.</summary>
    public string Text { get; }

    /// <summary>The variables that it uses, in the order in which <see cref="Evaluate"/> takes their values.</summary>
    public ImmutableArray<string> Variables { get; }

    /// <summary>Reads a formula.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="variables">Names that stand for values. A variable hides a constant of the same name, never a function.</param>
    /// <exception cref="FormulaException">The text is no formula, is too long or too deep, or uses a name that is neither a variable nor a constant.</exception>
    public static Formula Parse(string text, IReadOnlyCollection<string> variables)
    {
        if (text.Length > MaxLength)
            throw new FormulaException(MaxLength + 1, $"longer than {MaxLength} characters");
        var parser = new FormulaParser(text, variables.ToHashSet(StringComparer.Ordinal));
        var program = parser.Parse();
        return new(text, program, parser.Used);
    }

    /// <summary>Evaluates the formula.</summary>
    /// <param name="values">The values of <see cref="Variables"/>, in their order.</param>
    /// <exception cref="ArgumentException">There are not as many values as variables.</exception>
    public FormulaResult Evaluate(ReadOnlySpan<double> values) =>
        values.Length == Variables.Length
            ? FormulaMachine.Run(_program, values)
            : throw new ArgumentException($"{Variables.Length} values are expected, {values.Length} were given", nameof(values));
}
