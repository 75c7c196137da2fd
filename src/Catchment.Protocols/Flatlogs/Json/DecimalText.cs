using System.Buffers.Text;
using System.Globalization;

namespace Catchment.Protocols.Flatlogs.Json;

/// <summary>
/// The decimal texts of floating point numbers, exact for every magnitude. A number is parted into a whole number and a count of the last
/// decimal's units, which is rounded once, to even; only what has no such parts takes a longer way. Source: telemetry 8.4, 9.
/// </summary>
internal static class DecimalText
{
    /// <summary>Bytes that the text of a 32-bit number may take, and some to work with.</summary>
    public const int MostFloatLength = 64;

    /// <summary>Bytes that the text of a 64-bit number may take, and some to work with; the smallest has 325.</summary>
    public const int MostDoubleLength = 400;

    private const int FloatDecimals = 6;
    private const int DoubleDecimals = 12;
    private const uint FloatUnits = 1_000_000;
    private const ulong DoubleUnits = 1_000_000_000_000;
    private const ulong FiveToTheTwelfth = 244_140_625;

    // Below this the product of a 32-bit number and a million is exact in 64 bits, and its whole part has at most nine digits.
    private const float FloatLimit = 1e9f;

    // Fifteen decimal digits come back from a 64-bit number as they went in.
    private const double ShortLimit = 1_000;

    // From here on half a unit of the twelfth decimal is less than half the distance to the next number: rounding changes nothing.
    private const double UnchangedFrom = 8_192;

    private const double WholeFrom = 4_503_599_627_370_496; // 2^52

    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    /// <summary>Writes a number with at most 6 decimals, as the dump tool does; <c>nan</c>, <c>-nan</c>, <c>inf</c>, <c>-inf</c>.</summary>
    /// <returns>The length.</returns>
    public static int Fixed(Span<byte> text, float value)
    {
        var magnitude = float.Abs(value);
        if (!(magnitude < FloatLimit))
            return Fixed(text, (double)value); // Not a number, or a whole one.
        var units = (ulong)Math.Round((double)magnitude * FloatUnits);
        var sign = Sign(text, float.IsNegative(value));
        return sign + Decimal(text[sign..], units / FloatUnits, units % FloatUnits, FloatDecimals);
    }

    /// <summary>Writes a number with at most 12 decimals, as the dump tool does; <c>nan</c>, <c>-nan</c>, <c>inf</c>, <c>-inf</c>.</summary>
    /// <returns>The length.</returns>
    public static int Fixed(Span<byte> text, double value)
    {
        var sign = Sign(text, double.IsNegative(value));
        text = text[sign..];
        var magnitude = double.Abs(value);
        if (!double.IsFinite(magnitude))
            return sign + Put(text, double.IsNaN(magnitude) ? "nan"u8 : "inf"u8);
        if (magnitude < WholeFrom)
        {
            var (whole, units) = Parts(magnitude);
            return sign + Decimal(text, whole, units, DoubleDecimals);
        }

        magnitude.TryFormat(text, out var length, "F0", CultureInfo.InvariantCulture); // All digits of the exact value.
        return sign + length + Put(text[length..], ".0"u8);
    }

    /// <summary>Writes a number as it is stored: with 6 decimals, then through a 64-bit number; null for what is no number.</summary>
    /// <returns>The length.</returns>
    public static int Stored(Span<byte> text, float value)
    {
        var magnitude = float.Abs(value);
        if (!(magnitude < FloatLimit))
            return Shortest(text, value);
        var units = (ulong)Math.Round((double)magnitude * FloatUnits);
        var sign = Sign(text, units != 0 && float.IsNegative(value));
        return sign + Decimal(text[sign..], units / FloatUnits, units % FloatUnits, FloatDecimals);
    }

    /// <summary>Writes a number as it is stored: with 12 decimals, then through a 64-bit number; null for what is no number.</summary>
    /// <returns>The length.</returns>
    public static int Stored(Span<byte> text, double value)
    {
        var magnitude = double.Abs(value);
        if (!(magnitude < UnchangedFrom))
            return Shortest(text, value);
        var (whole, units) = Parts(magnitude);
        if (magnitude >= ShortLimit && units % 10 != 0)
        {
            // Sixteen digits. Both numbers are below 2^53, so the quotient is the 64-bit number that is nearest to the text.
            var rounded = (double)(whole * DoubleUnits + units) / DoubleUnits;
            return Shortest(text, double.IsNegative(value) ? -rounded : rounded);
        }

        var sign = Sign(text, double.IsNegative(value) && (whole | units) != 0);
        return sign + Decimal(text[sign..], whole, units, DoubleDecimals);
    }

    /// <summary>
    /// Writes a number with the fewest digits that mean it and without an exponent; a whole one with <c>.0</c> when it is below 10^16; null
    /// for what is no number.
    /// </summary>
    /// <returns>The length.</returns>
    public static int Shortest(Span<byte> text, double value)
    {
        const int WholeDigits = 16;
        if (!double.IsFinite(value))
            return Put(text, "null"u8);
        if (value == 0)
            return Put(text, "0.0"u8);
        Span<byte> digits = stackalloc byte[32];
        var (count, point) = Digits(digits, double.Abs(value));
        digits = digits[..count];
        var at = Sign(text, value < 0);
        if (point <= 0)
        {
            at += Put(text[at..], "0."u8);
            text.Slice(at, -point).Fill((byte)'0');
            at += -point;
            return at + Put(text[at..], digits);
        }

        var whole = int.Min(point, count);
        at += Put(text[at..], digits[..whole]);
        text.Slice(at, point - whole).Fill((byte)'0');
        at += point - whole;
        if (whole < count)
        {
            text[at++] = (byte)'.';
            return at + Put(text[at..], digits[whole..]);
        }

        return point <= WholeDigits ? at + Put(text[at..], ".0"u8) : at;
    }

    /// <summary>The fewest digits that mean a number, and where the point stands: behind so many of them.</summary>
    private static (int Count, int Point) Digits(Span<byte> digits, double magnitude)
    {
        magnitude.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        var text = digits[..length];
        var exponent = 0;
        var letter = text.IndexOf((byte)'E');
        if (letter >= 0)
        {
            exponent = int.Parse(text[(letter + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..letter];
        }

        var point = text.IndexOf((byte)'.');
        if (point < 0)
        {
            point = text.Length;
        }
        else
        {
            text[(point + 1)..].CopyTo(text[point..]);
            text = text[..^1];
        }

        var zeros = text.IndexOfAnyExcept((byte)'0');
        text[zeros..].CopyTo(digits);
        text = digits[..(text.Length - zeros)];
        return (text.TrimEnd((byte)'0').Length, point + exponent - zeros);
    }

    /// <summary>The whole part of a number below 2^52, and units of the twelfth decimal, rounded to even.</summary>
    private static (ulong Whole, ulong Units) Parts(double magnitude)
    {
        const int MantissaBits = 52;
        const int Bias = 1075;
        var bits = BitConverter.DoubleToUInt64Bits(magnitude);
        var exponent = (int)(bits >> MantissaBits);
        var mantissa = bits & ((1UL << MantissaBits) - 1);
        if (exponent != 0)
            mantissa |= 1UL << MantissaBits;
        var shift = Bias - int.Max(exponent, 1); // The number is mantissa / 2^shift, 1 or more.
        var whole = shift < 64 ? mantissa >> shift : 0;
        var fraction = shift < 64 ? mantissa & ((1UL << shift) - 1) : mantissa;
        // fraction * 10^12 / 2^shift = fraction * 5^12 / 2^(shift - 12), and the product has 81 bits at most.
        var high = Math.BigMul(fraction, FiveToTheTwelfth, out var low);
        shift -= DoubleDecimals;
        ulong units;
        switch (shift)
        {
            case <= 0:
                return (whole, low << -shift); // Less than 2^12 parts of a whole: the units are exact.
            case < 64:
                units = Rounded((high << (64 - shift)) | (low >> shift), low << (64 - shift), isExact: true);
                break;
            case 64:
                units = Rounded(high, low, isExact: true);
                break;
            case <= 100:
                units = Rounded(high >> (shift - 64), (high << (128 - shift)) | (low >> (shift - 64)), isExact: low << (128 - shift) == 0);
                break;
            default:
                return (whole, 0);
        }

        return units == DoubleUnits ? (whole + 1, 0) : (whole, units);
    }

    /// <summary>Rounds to even.</summary>
    /// <param name="units">What is before the point.</param>
    /// <param name="rest">What is behind it, in 2^64 parts.</param>
    /// <param name="isExact">Nothing is behind that.</param>
    private static ulong Rounded(ulong units, ulong rest, bool isExact)
    {
        const ulong Half = 1UL << 63;
        return rest > Half || (rest == Half && (!isExact || (units & 1) != 0)) ? units + 1 : units;
    }

    private static int Decimal(Span<byte> text, ulong whole, ulong units, int decimals)
    {
        int at;
        if (whole < 10)
        {
            text[0] = (byte)('0' + whole);
            at = 1;
        }
        else if (whole < 100)
        {
            Pair(text, (uint)whole);
            at = 2;
        }
        else
        {
            Utf8Formatter.TryFormat(whole, text, out at);
        }

        text[at++] = (byte)'.';
        if (units == 0)
        {
            text[at] = (byte)'0';
            return at + 1;
        }

        if (decimals == FloatDecimals)
        {
            Six(text[at..], (uint)units);
        }
        else
        {
            var first = units / FloatUnits;
            Six(text[at..], (uint)first);
            Six(text[(at + 6)..], (uint)(units - first * FloatUnits));
        }

        at += decimals;
        while (text[at - 1] == '0')
            at--;
        return at;
    }

    private static void Six(Span<byte> text, uint digits)
    {
        text = text[..6];
        var first = digits / 10_000;
        var rest = digits - first * 10_000;
        var second = rest / 100;
        Pair(text, first);
        Pair(text[2..], second);
        Pair(text[4..], rest - second * 100);
    }

    private static void Pair(Span<byte> text, uint digits) => Pairs.Slice((int)digits * 2, 2).CopyTo(text);

    private static int Sign(Span<byte> text, bool isNegative)
    {
        text[0] = (byte)'-';
        return isNegative ? 1 : 0;
    }

    private static int Put(Span<byte> text, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(text);
        return bytes.Length;
    }
}
