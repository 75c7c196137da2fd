using System.Globalization;

namespace Catchment.Tags.Store;

/// <summary>Doubles in the shortest form that reads back the same, spelt as Python does: always with a point or an exponent. Source: <c>tags</c> 2.2.</summary>
public static class PythonNumber
{
    /// <summary>Room for any finite double.</summary>
    public const int MaxLength = 32;

    private const double FirstExponential = 1e16;

    /// <summary>Writes a finite number; it is valid JSON too.</summary>
    /// <param name="value">The number.</param>
    /// <param name="destination">Room for <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many were written.</returns>
    public static int Format(double value, Span<byte> destination)
    {
        _ = value.TryFormat(destination, out var length, "R", CultureInfo.InvariantCulture);
        var exponent = destination[..length].IndexOf((byte)'E');
        if (exponent >= 0)
        {
            destination[exponent] = (byte)'e';
            return length;
        }

        if (Math.Abs(value) >= FirstExponential)
            return Exponential(destination, length);
        if (destination[..length].Contains((byte)'.'))
            return length;
        ".0"u8.CopyTo(destination[length..]);
        return length + 2;
    }

    /// <summary>The number as a text.</summary>
    /// <param name="value">A finite number.</param>
    public static string Format(double value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return System.Text.Encoding.ASCII.GetString(text[..Format(value, text)]);
    }

    /// <summary>.NET changes to exponents one digit later than Python: 10000000000000000 is 1e+16.</summary>
    private static int Exponential(Span<byte> text, int length)
    {
        var first = text[0] == (byte)'-' ? 1 : 0;
        var exponent = length - first - 1;
        var digits = text[first..length].TrimEnd((byte)'0').Length;
        if (digits > 1)
        {
            text[(first + 1)..(first + digits)].CopyTo(text[(first + 2)..]);
            text[first + 1] = (byte)'.';
            digits++;
        }

        var end = first + digits;
        "e+"u8.CopyTo(text[end..]);
        _ = exponent.TryFormat(text[(end + 2)..], out var written, provider: CultureInfo.InvariantCulture);
        return end + 2 + written;
    }
}
