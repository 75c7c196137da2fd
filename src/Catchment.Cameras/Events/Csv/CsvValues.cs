using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace Catchment.Cameras.Events.Csv;

/// <summary>What a field of a CSV file says: nothing, an integer, a time.</summary>
/// <remarks>Source: the camera specification, 6.4 and 6.5.</remarks>
internal static class CsvValues
{
    /// <summary>The longest text that is one of those that stand for nothing.</summary>
    private const int LongestMissing = 8;

    private static readonly SearchValues<byte> NumberCharacters = SearchValues.Create("+-.0123456789eE"u8);

    // The times that a datetime64[ns] can hold, to the 100 ns that a DateTime can.
    private static readonly DateTime Earliest = new(1677, 9, 21, 0, 12, 44);
    private static readonly DateTime Latest = new(2262, 4, 11, 23, 47, 16);

    /// <summary>Whether the text is one of those that stand for a missing value.</summary>
    internal static bool IsMissing(ReadOnlySpan<byte> field) => field.Length <= LongestMissing && field switch
    {
        [] => true,
        [(byte)'N' or (byte)'n' or (byte)'<' or (byte)'-' or (byte)'1' or (byte)'#', ..] => IsMissingWord(field),
        _ => false,
    };

    /// <summary>Reads a whole number; blanks around it, <c>13.0</c> and <c>1e3</c> are allowed.</summary>
    internal static bool TryReadInteger(ReadOnlySpan<byte> field, out long value)
    {
        var text = field.Trim((byte)' ');
        if (Utf8Parser.TryParse(text, out value, out var used) && used == text.Length)
            return true;
        value = 0;
        if (text.IsEmpty || text.Length > 64 || text.ContainsAnyExcept(NumberCharacters)
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return false;
        if (number != Math.Truncate(number) || Math.Abs(number) >= 9.2e18)
            return false;
        value = (long)number;
        return true;
    }

    /// <summary>Reads a time: <c>YYYY-MM-DDTHH:MM:SS</c>, with a blank instead of the <c>T</c> too, and with up to nine digits of fraction.</summary>
    /// <param name="field">The field.</param>
    /// <param name="time">The time, to 100 ns.</param>
    /// <param name="nanoseconds">What is left of it: 0 to 99 ns.</param>
    internal static bool TryReadTime(ReadOnlySpan<byte> field, out DateTime time, out byte nanoseconds)
    {
        time = default;
        nanoseconds = 0;
        if (field.Length is < 19 or 20 or > 29 || field[4] != '-' || field[7] != '-' || field[10] is not ((byte)'T' or (byte)' ') || field[13] != ':' || field[16] != ':')
            return false;
        var day = Digits(field[..4]) * 10_000 + Digits(field[5..7]) * 100 + Digits(field[8..10]);
        var (hour, minute, second) = (Digits(field[11..13]), Digits(field[14..16]), Digits(field[17..19]));
        var fraction = 0L;
        if (field.Length > 19)
        {
            if (field[19] != '.')
                return false;
            fraction = Digits(field[20..]);
            if (fraction < 0) // Scaled, it would overflow and look like a time.
                return false;
            for (var i = field.Length - 20; i < 9; i++)
                fraction *= 10;
        }

        var (year, month, monthDay) = ((int)(day / 10_000), (int)(day / 100 % 100), (int)(day % 100));
        if (day < 0 || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59
            || year is < 1677 or > 2262 || month is < 1 or > 12 || monthDay < 1 || monthDay > DateTime.DaysInMonth(year, month))
            return false;
        time = new DateTime(year, month, monthDay, (int)hour, (int)minute, (int)second).AddTicks(fraction / 100);
        nanoseconds = (byte)(fraction % 100);
        return time >= Earliest && time < Latest;
    }

    /// <summary>The number that a few digits spell; far below zero when one is no digit.</summary>
    private static long Digits(ReadOnlySpan<byte> text)
    {
        var value = 0L;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit((char)c))
                return long.MinValue / 100_000;
            value = value * 10 + (c - '0');
        }

        return value;
    }

    private static bool IsMissingWord(ReadOnlySpan<byte> field) =>
        field.SequenceEqual("NA"u8) || field.SequenceEqual("N/A"u8) || field.SequenceEqual("NaN"u8) || field.SequenceEqual("nan"u8)
        || field.SequenceEqual("null"u8) || field.SequenceEqual("NULL"u8) || field.SequenceEqual("n/a"u8) || field.SequenceEqual("#N/A"u8)
        || field.SequenceEqual("#NA"u8) || field.SequenceEqual("<NA>"u8) || field.SequenceEqual("-nan"u8) || field.SequenceEqual("-NaN"u8)
        || field.SequenceEqual("1.#IND"u8) || field.SequenceEqual("-1.#IND"u8) || field.SequenceEqual("1.#QNAN"u8) || field.SequenceEqual("-1.#QNAN"u8)
        || field.SequenceEqual("#N/A N/A"u8);
}
