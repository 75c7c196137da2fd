using System.Runtime.InteropServices;

namespace Catchment.Tags.Calculation;

/// <summary>What a formula gave: a finite value, or why there is none.</summary>
/// <param name="Value">The value; 0 when there is a fault.</param>
/// <param name="Fault">Why there is no value.</param>
/// <param name="Position">Where in the formula the fault is, counted in characters from 1; 0 when it is the formula's as a whole.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FormulaResult(double Value, FormulaFault Fault = FormulaFault.None, int Position = 0)
{
    /// <summary>Whether there is a value.</summary>
    public bool IsGood => Fault == FormulaFault.None;

    /// <summary>The fault in words; null when there is none.</summary>
    public string? Reason => Fault switch
    {
        FormulaFault.None => null,
        FormulaFault.DivisionByZero => $"position {Position}: division by zero",
        FormulaFault.Domain => $"position {Position}: not defined for these values",
        FormulaFault.Overflow => $"position {Position}: overflow",
        _ => "the result is no finite number",
    };
}
