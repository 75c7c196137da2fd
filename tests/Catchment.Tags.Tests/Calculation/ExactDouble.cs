using System.Globalization;
using System.Numerics;

namespace Catchment.Tags.Tests.Calculation;

/// <summary>A double as the fraction that it is: what rounding and remainders are compared with.</summary>
internal static class ExactDouble
{
    /// <summary>Rounds to decimal places, half to even, by whole numbers alone.</summary>
    public static double Round(double x, int places)
    {
        var (numerator, denominator) = Fraction(x);
        if (places >= 0)
            numerator *= BigInteger.Pow(10, places);
        else
            denominator *= BigInteger.Pow(10, -places);
        var floor = Floor(numerator, denominator);
        var twice = (2 * (numerator - (floor * denominator))).CompareTo(denominator);
        if (twice > 0 || (twice == 0 && !floor.IsEven))
            floor++;
        return double.Parse($"{floor}e{-places}", CultureInfo.InvariantCulture);
    }

    /// <summary>The quotient of two whole numbers rounded down, and what remains.</summary>
    public static (double Quotient, double Remainder) Divide(double x, double y)
    {
        var floor = Floor((BigInteger)x * Math.Sign(y), BigInteger.Abs((BigInteger)y));
        return ((double)floor, (double)((BigInteger)x - (floor * (BigInteger)y)));
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        mantissa = exponent == 0 ? mantissa : mantissa | (1L << 52);
        var shift = Math.Max(exponent, 1) - 1075;
        var numerator = new BigInteger(bits < 0 ? -mantissa : mantissa);
        return shift >= 0 ? (numerator << shift, BigInteger.One) : (numerator, BigInteger.One << -shift);
    }

    private static BigInteger Floor(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }
}
