using System.Collections.Frozen;

namespace Catchment.Tags.Calculation;

/// <summary>A function of the language: how it is done and how many arguments it takes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Opcode">The instruction.</param>
/// <param name="Least">The fewest arguments.</param>
/// <param name="Most">The most arguments.</param>
internal sealed record FormulaFunction(string Name, FormulaOpcode Opcode, int Least, int Most)
{
    /// <summary>The most arguments of a function that takes any number.</summary>
    public const int MaxArguments = 64;

    /// <summary>All of them but <c>if</c>, which evaluates one of its arms only.</summary>
    public static FrozenDictionary<string, FormulaFunction> All { get; } = new FormulaFunction[]
    {
        new("abs", FormulaOpcode.Abs, 1, 1),
        new("min", FormulaOpcode.Min, 1, MaxArguments),
        new("max", FormulaOpcode.Max, 1, MaxArguments),
        new("round", FormulaOpcode.Round, 1, 2),
        new("roundn", FormulaOpcode.RoundTo, 2, 2),
        new("pow", FormulaOpcode.Power, 2, 2),
        new("sqrt", FormulaOpcode.Sqrt, 1, 1),
        new("sin", FormulaOpcode.Sin, 1, 1),
        new("cos", FormulaOpcode.Cos, 1, 1),
        new("tan", FormulaOpcode.Tan, 1, 1),
        new("log", FormulaOpcode.Log, 1, 2),
        new("exp", FormulaOpcode.Exp, 1, 1),
        new("avg", FormulaOpcode.Average, 1, MaxArguments),
        new("sum", FormulaOpcode.Sum, 1, MaxArguments),
        new("ceil", FormulaOpcode.Ceil, 1, 1),
        new("floor", FormulaOpcode.Floor, 1, 1),
        new("log10", FormulaOpcode.Log10, 1, 1),
        new("logn", FormulaOpcode.LogBase, 2, 2),
        new("root", FormulaOpcode.Root, 2, 2),
        new("clamp", FormulaOpcode.Clamp, 3, 3),
        new("inrange", FormulaOpcode.InRange, 3, 3),
        new("asin", FormulaOpcode.Asin, 1, 1),
        new("acos", FormulaOpcode.Acos, 1, 1),
        new("atan", FormulaOpcode.Atan, 1, 1),
        new("atan2", FormulaOpcode.Atan2, 2, 2),
        new("sinh", FormulaOpcode.Sinh, 1, 1),
        new("cosh", FormulaOpcode.Cosh, 1, 1),
        new("tanh", FormulaOpcode.Tanh, 1, 1),
        new("cot", FormulaOpcode.Cot, 1, 1),
        new("sec", FormulaOpcode.Sec, 1, 1),
        new("csc", FormulaOpcode.Csc, 1, 1),
        new("mand", FormulaOpcode.All, 1, MaxArguments),
        new("mor", FormulaOpcode.Any, 1, MaxArguments),
    }.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>The instruction for so many arguments: <c>round</c> and <c>log</c> have two forms.</summary>
    /// <param name="arguments">How many there are.</param>
    public FormulaOpcode For(int arguments) => (Opcode, arguments) switch
    {
        (FormulaOpcode.Round, 2) => FormulaOpcode.RoundTo,
        (FormulaOpcode.Log, 2) => FormulaOpcode.LogBase,
        _ => Opcode,
    };
}
