namespace Catchment.Tags.Calculation;

/// <summary>Why a formula has no value for the values that it was given.</summary>
public enum FormulaFault
{
    /// <summary>It has one.</summary>
    None,

    /// <summary>A division by zero, also as a remainder, a root or zero to a negative power.</summary>
    DivisionByZero,

    /// <summary>An operand for which the operation has no real value: the root or logarithm of a negative number, limits in the wrong order.</summary>
    Domain,

    /// <summary>A power or an exponential beyond the range of a double.</summary>
    Overflow,

    /// <summary>The whole formula gives no finite number.</summary>
    NotFinite,
}
