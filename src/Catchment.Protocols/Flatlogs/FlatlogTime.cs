using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Catchment.Protocols.Flatlogs;

/// <summary>Times of entries: microseconds since 1970-01-01 UTC, and their texts. Source: telemetry 8.4, 9.</summary>
public static class FlatlogTime
{
    /// <summary>Microseconds in a second.</summary>
    public const long Second = 1_000_000;

    private const int MostLength = 32; // With microseconds and an offset.
    private const int DateLength = 10;
    private const int MinuteLength = 16;
    private const int SecondLength = 19;
    private const int Decimals = 6;

    /// <summary>The time as a <see cref="DateTime"/> in UTC.</summary>
    /// <param name="microseconds">Since 1970-01-01 UTC.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not within the years 1 to 9999.</exception>
    public static DateTime ToDateTime(long microseconds) => DateTime.UnixEpoch.AddTicks(checked(microseconds * TimeSpan.TicksPerMicrosecond));

    /// <summary>The microseconds since 1970-01-01 UTC, cut off and not rounded.</summary>
    /// <param name="time">A time in UTC.</param>
    public static long ToMicroseconds(DateTime time) => time.Ticks / TimeSpan.TicksPerMicrosecond - DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>
    /// Reads the text of an entry's <c>ts</c>: <c>YYYY-MM-DD[Thh:mm[:ss[.f]]]</c>, a blank for the <c>T</c>, and an offset (<c>+hh:mm</c>, <c>-hh:mm</c>,
    /// <c>+hh</c>, <c>-hh</c>, <c>Z</c>); without one it is UTC (D22). What follows the sixth decimal of the second is cut off: digits, not rounded, and an
    /// offset (D23). A whole second with the three digits that Python devices append, <c>hh:mm:ss000</c>, is taken for that second (D11).
    /// </summary>
    /// <param name="text">The text, ASCII.</param>
    /// <param name="microseconds">Since 1970-01-01 UTC.</param>
    /// <returns>False: it is no time.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length == SecondLength + 3 && text[SecondLength..].SequenceEqual("000"u8))
            text = text[..SecondLength];
        if (text.Length < DateLength || text[4] != '-' || text[7] != '-'
            || !Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        microseconds = ToMicroseconds(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc));
        return text.Length == DateLength || (text[DateLength] is (byte)'T' or (byte)' ' && AddClock(text, ref microseconds));
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out long)"/>
    public static bool TryParse(string text, out long microseconds)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> ascii = stackalloc byte[MostLength + 1]; // One more than a time can have, so that it is none.
        microseconds = 0;
        return Ascii.FromUtf16(text.AsSpan(0, Math.Min(text.Length, ascii.Length)), ascii, out var length) == OperationStatus.Done && TryParse(ascii[..length], out microseconds);
    }

    /// <summary>Writes the 29 characters of an entry's <c>ts</c>. Source: telemetry 8.4.</summary>
    internal static void Write(Span<byte> text, uint seconds, uint nanoseconds)
    {
        DateTime.UnixEpoch.AddSeconds(seconds).TryFormat(text, out _, "s");
        text[SecondLength] = (byte)'.';
        text = text.Slice(SecondLength + 1, 9);
        if (nanoseconds < 1_000_000_000)
        {
            Utf8Formatter.TryFormat(nanoseconds, text, out _, new StandardFormat('D', 9));
            return;
        }

        // Damaged: the tool prints the first nine characters of what it takes for a signed number.
        Span<byte> number = stackalloc byte[11];
        Utf8Formatter.TryFormat((int)nanoseconds, number, out _);
        number[..9].CopyTo(text);
    }

    private static bool AddClock(ReadOnlySpan<byte> text, ref long microseconds)
    {
        if (text.Length < MinuteLength || text[13] != ':' || !Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute) || hour > 23 || minute > 59)
            return false;
        microseconds += (hour * 60L + minute) * 60 * Second;
        var rest = text[MinuteLength..];
        if (rest.Length >= 3 && rest[0] == ':')
        {
            if (!Digits(rest[1..3], out var second) || second > 59)
                return false;
            microseconds += second * Second;
            rest = rest[3..];
            if (!rest.IsEmpty && rest[0] == '.' && !AddFraction(ref rest, ref microseconds))
                return false;
        }

        return rest.IsEmpty || AddOffset(rest, ref microseconds);
    }

    private static bool AddFraction(ref ReadOnlySpan<byte> rest, ref long microseconds)
    {
        rest = rest[1..];
        var count = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        count = int.Min(count < 0 ? rest.Length : count, Decimals);
        if (count == 0)
            return false;
        Digits(rest[..count], out var fraction);
        for (var i = count; i < Decimals; i++)
            fraction *= 10;
        microseconds += fraction;
        rest = count == Decimals ? default : rest[count..];
        return true;
    }

    private static bool AddOffset(ReadOnlySpan<byte> rest, ref long microseconds)
    {
        if (rest.SequenceEqual("Z"u8))
            return true;
        var minutes = 0;
        if (rest.Length is not (3 or 6) || rest[0] is not ((byte)'+' or (byte)'-') || !Digits(rest[1..3], out var hours) || hours > 23
            || (rest.Length == 6 && (rest[3] != ':' || !Digits(rest[4..], out minutes) || minutes > 59)))
        {
            return false;
        }

        var offset = (hours * 60L + minutes) * 60 * Second;
        microseconds += rest[0] == '-' ? offset : -offset;
        return microseconds >= ToMicroseconds(DateTime.MinValue) && microseconds <= ToMicroseconds(DateTime.MaxValue);
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var b in text)
        {
            if (!char.IsAsciiDigit((char)b))
                return false;
            value = 10 * value + (b - '0');
        }

        return true;
    }
}
