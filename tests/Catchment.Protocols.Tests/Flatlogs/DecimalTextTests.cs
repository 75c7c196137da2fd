using System.Globalization;
using System.Numerics;
using System.Text;
using Catchment.Protocols.Flatlogs.Json;

namespace Catchment.Protocols.Tests.Flatlogs;

/// <summary>The texts of numbers, beside exact arithmetic on whole numbers of any length. Source: telemetry 8.4, 9.</summary>
public sealed class DecimalTextTests
{
    private static readonly double[] Special =
    [
        0, -0.0, 1, 0.5e-12, 1.5e-12, 2.5e-12, 0.5e-6, 1.25e-7, 0.0078125, 0.0234375, 1.0 / 8192, 3.0 / 8192, 999.9999999999995, 1000, 8191.999999999999, 8192, 8192.000000000002,
        4_503_599_627_370_495.5, 4_503_599_627_370_496, 9_007_199_254_740_993, 1e15, 9_999_999_999_999_998, 1e16, 123_456_789_012_345_680, 1e22, 1e23, double.MaxValue, double.Epsilon,
        2.2250738585072014e-308, float.MaxValue, float.Epsilon, 999_999_936, 1e9, 1_234_567.123456788948, 0.1, 0.3, 0.7, 1e-12, 1e-6,
    ];

    [Fact]
    public void Numbers_with_a_point_are_rounded_from_their_exact_value()
    {
        foreach (var value in Numbers(Fuzzing.Rounds(10_000, 500_000)))
        {
            Text(t => DecimalText.Fixed(t, value)).ShouldBe(Exact(value, 12));
            Text(t => DecimalText.Fixed(t, Single(value))).ShouldBe(Exact(Single(value), 6));
        }
    }

    [Fact]
    public void Stored_numbers_are_the_shortest_that_mean_the_printed_one()
    {
        foreach (var value in Numbers(Fuzzing.Rounds(10_000, 500_000)))
        {
            Text(t => DecimalText.Stored(t, value)).ShouldBe(Through(Exact(value, 12)), $"{value:R}");
            Text(t => DecimalText.Stored(t, Single(value))).ShouldBe(Through(Exact(Single(value), 6)), $"{Single(value):R}");
        }
    }

    [Theory]
    [InlineData(double.NaN, "-nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void What_is_no_number_is_named_and_stored_as_null(double value, string text)
    {
        Text(t => DecimalText.Fixed(t, value)).ShouldBe(text);
        Text(t => DecimalText.Fixed(t, (float)value)).ShouldBe(text);
        Text(t => DecimalText.Fixed(t, -value)).ShouldBe(text[0] == '-' ? text[1..] : '-' + text);
        Text(t => DecimalText.Stored(t, value)).ShouldBe("null");
        Text(t => DecimalText.Stored(t, (float)value)).ShouldBe("null");
    }

    private static IEnumerable<double> Numbers(int count)
    {
        foreach (var value in Special)
        {
            yield return value;
            yield return -value;
        }

        var random = new Random(20_240_415);
        for (; count > 0; count--)
        {
            var value = (count & 3) switch
            {
                0 => BitConverter.UInt64BitsToDouble((ulong)random.NextInt64(long.MinValue, long.MaxValue)),
                1 => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-14, 20)),
                2 => Math.Round(random.NextDouble() * Math.Pow(10, random.Next(6)), random.Next(14)),
                _ => Math.ScaleB(random.Next(1 << 24), random.Next(-30, 3)), // Among them exact halves of the last decimal.
            };
            if (double.IsFinite(value))
                yield return value;
        }
    }

    private static float Single(double value) => (float)double.Clamp(value, float.MinValue, float.MaxValue);

    private static string Exact(double value, int decimals)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var mantissa = new BigInteger(bits & 0xF_FFFF_FFFF_FFFF) + (exponent == 0 ? 0 : BigInteger.One << 52);
        var shift = Math.Max(exponent, 1) - 1075;
        var units = mantissa * BigInteger.Pow(10, decimals) * (shift > 0 ? BigInteger.One << shift : 1);
        if (shift < 0)
        {
            var divisor = BigInteger.One << -shift;
            units = BigInteger.DivRem(units, divisor, out var rest);
            if (2 * rest > divisor || (2 * rest == divisor && !units.IsEven))
                units++;
        }

        var digits = units.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var text = $"{digits[..^decimals]}.{digits[^decimals..]}".TrimEnd('0');
        return (double.IsNegative(value) ? "-" : "") + (text.EndsWith('.') ? text + '0' : text);
    }

    // As Python does it: the text is read as a 64-bit number, which is written with the fewest digits; jsonb has no exponent.
    private static string Through(string text)
    {
        var value = double.Parse(text, CultureInfo.InvariantCulture);
        if (value == 0)
            return "0.0";
        if (!double.IsFinite(value))
            return "null";
        var shortest = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var digits = 0; digits < 17; digits++)
        {
            shortest = value.ToString($"E{digits}", CultureInfo.InvariantCulture);
            if (double.Parse(shortest, CultureInfo.InvariantCulture).Equals(value))
                break;
        }

        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var power = int.Parse(shortest[(mark + 1)..], CultureInfo.InvariantCulture);
        var sign = shortest[0] == '-' ? "-" : "";
        var plain = shortest[sign.Length..mark].Replace(".", "", StringComparison.Ordinal);
        if (power < 0)
            return $"{sign}0.{new string('0', -power - 1)}{plain}";
        plain = plain.PadRight(power + 1, '0');
        return power >= 16 ? sign + plain : $"{sign}{plain[..(power + 1)]}.{(plain.Length > power + 1 ? plain[(power + 1)..] : "0")}";
    }

    private static string Text(Func<byte[], int> write)
    {
        var bytes = new byte[DecimalText.MostDoubleLength];
        return Encoding.ASCII.GetString(bytes, 0, write(bytes));
    }
}
