namespace Catchment.Tags.Calculation;

/// <summary>The operations of formulas that <see cref="Math"/> has not, or has otherwise than Python, whose results are the expected ones. NaN means: not defined.</summary>
internal static class FormulaArithmetic
{
    // Powers of ten are exact doubles up to the 22nd: a quotient by one is then the nearest double to the decimal number.
    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    // From here on a double has no fraction.
    private const double Whole = 1L << 53;

    public static double Divide(double x, double y, ref FormulaFault fault) => IsZero(y, ref fault) ? 0 : x / y;

    /// <summary>The remainder with the sign of the divisor: −7 % 3 = 2.</summary>
    public static double Modulo(double x, double y, ref FormulaFault fault)
    {
        if (IsZero(y, ref fault))
            return 0;
        var rest = x % y;
        return rest != 0 && rest < 0 != y < 0 ? rest + y : Math.CopySign(rest, y);
    }

    /// <summary>The quotient rounded down, of a quotient that is whole: the remainder is taken away before it.</summary>
    public static double FloorDivide(double x, double y, ref FormulaFault fault)
    {
        if (IsZero(y, ref fault))
            return 0;
        var rest = x % y;
        var quotient = (x - rest) / y;
        if (rest != 0 && rest < 0 != y < 0)
            quotient--;
        var floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    public static double Power(double x, double y, ref FormulaFault fault)
    {
        if (y < 0 && IsZero(x, ref fault))
            return 0;
        var power = Math.Pow(x, y);
        if (double.IsInfinity(power) && double.IsFinite(x) && double.IsFinite(y))
            fault = FormulaFault.Overflow;
        return power;
    }

    /// <summary>A function's value, which overflows when it is infinite for a finite argument.</summary>
    public static double Bounded(double x, double value, ref FormulaFault fault)
    {
        if (double.IsInfinity(value) && double.IsFinite(x))
            fault = FormulaFault.Overflow;
        return value;
    }

    public static double Log(double x, double @base, ref FormulaFault fault) =>
        x > 0 && @base > 0 ? Divide(Math.Log(x), Math.Log(@base), ref fault) : double.NaN;

    /// <summary>The real root; of a negative number only an odd one. A power by 1/n alone gives 3.9999999999999996 for the cube root of 64.</summary>
    public static double Root(double x, double n, ref FormulaFault fault)
    {
        if (IsZero(n, ref fault))
            return 0;
        if (x < 0)
            return double.IsOddInteger(n) ? -Root(-x, n, ref fault) : double.NaN;
        var root = Power(x, 1 / n, ref fault);
        var whole = Math.Round(root);
        return Math.Pow(whole, n) == x ? whole : root;
    }

    /// <summary>
    /// Rounds to so many decimal places, half to even. What counts is the number that the double is, as in Python: 2.675 is a little less
    /// than it seems, so that two places give 2.67, where a product by 100 would say 267.5.
    /// </summary>
    /// <param name="x">The number.</param>
    /// <param name="places">Whole, −22 to 22; others are not defined.</param>
    public static double Round(double x, double places)
    {
        if (!double.IsInteger(places) || Math.Abs(places) >= PowersOfTen.Length)
            return double.NaN;
        if (!double.IsFinite(x))
            return x;
        var power = PowersOfTen[(int)Math.Abs(places)];
        if (places < 0)
            return x - Math.IEEERemainder(x, power);
        var scaled = x * power;
        if (Math.Abs(scaled) >= Whole)
            return x;
        // scaled + error is the exact product.
        var error = Math.FusedMultiplyAdd(x, power, -scaled);
        var floor = Math.Floor(scaled);
        var beyondHalf = scaled - floor - 0.5 + error;
        var up = beyondHalf > 0 || (beyondHalf == 0 && double.IsOddInteger(floor));
        return (up ? floor + 1 : floor) / power;
    }

    public static double Least(ReadOnlySpan<double> x)
    {
        var least = x[0];
        foreach (var value in x)
            least = Math.Min(least, value);
        return least;
    }

    public static double Greatest(ReadOnlySpan<double> x)
    {
        var greatest = x[0];
        foreach (var value in x)
            greatest = Math.Max(greatest, value);
        return greatest;
    }

    public static double Sum(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        foreach (var value in x)
            sum += value;
        return sum;
    }

    private static bool IsZero(double x, ref FormulaFault fault)
    {
        if (x != 0)
            return false;
        fault = FormulaFault.DivisionByZero;
        return true;
    }
}
