using System.Runtime.InteropServices;

namespace Catchment.Tags.Calculation;

/// <summary>A piece of a formula.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins in the text, from 0.</param>
/// <param name="Length">Its characters.</param>
/// <param name="Number">Its value, when it is a number.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FormulaToken(FormulaTokenKind Kind, int Start, int Length, double Number = 0)
{
    /// <summary>Where it begins as people count, from 1.</summary>
    public int Position => Start + 1;
}
