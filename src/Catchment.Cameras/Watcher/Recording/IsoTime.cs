using System.Globalization;
using System.Text;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>
/// Times as outposts and the files have them: <c>YYYY-MM-DDTHH:MM:SS.ffffff</c>, naive local time, without the fraction when it is 0.
/// </summary>
/// <remarks>Source: the camera specification, 5 and 10.4.</remarks>
public static class IsoTime
{
    /// <summary>The longest text that is written.</summary>
    public const int MaxLength = 26;

    private const int WithoutFraction = 19;
    private const int LongestFraction = 9;

    /// <summary>Reads a time; a fraction of 1 to 9 digits is cut to microseconds. A zone is not accepted: there is none in these files.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime time)
    {
        time = default;
        if (text.Length < WithoutFraction
            || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ') || text[13] != ':' || text[16] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second))
            return false;
        var micros = 0;
        if (text.Length > WithoutFraction && !TryFraction(text[WithoutFraction..], out micros))
            return false;
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        time = new DateTime(year, month, day, hour, minute, second).AddTicks(micros * TimeSpan.TicksPerMicrosecond);
        return true;
    }

    /// <summary>Reads a time.</summary>
    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out DateTime)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTime time)
    {
        Span<byte> bytes = stackalloc byte[WithoutFraction + 1 + LongestFraction];
        time = default;
        return text.Length <= bytes.Length && Ascii.FromUtf16(text, bytes, out var length) == System.Buffers.OperationStatus.Done && TryParse(bytes[..length], out time);
    }

    /// <summary>Writes a time.</summary>
    /// <param name="time">The time; what is finer than a microsecond is cut off.</param>
    /// <param name="destination">Room for <see cref="MaxLength"/>.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(DateTime time, Span<byte> destination)
    {
        var hasFraction = time.Ticks % TimeSpan.TicksPerSecond >= TimeSpan.TicksPerMicrosecond;
        time.TryFormat(destination, out var written, hasFraction ? "yyyy-MM-ddTHH:mm:ss.ffffff" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return written;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int micros)
    {
        micros = 0;
        var digits = text[1..];
        if (text[0] != '.' || digits.Length is 0 or > LongestFraction || !TryDigits(digits, out _))
            return false;
        var scale = 100_000;
        foreach (var digit in digits)
        {
            micros += (digit - '0') * scale;
            scale /= 10;
        }

        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit((char)c))
                return false;
            value = unchecked((value * 10) + c - '0');
        }

        return true;
    }
}
