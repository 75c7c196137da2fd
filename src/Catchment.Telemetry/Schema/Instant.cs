using System.Globalization;

namespace Catchment.Telemetry.Schema;

/// <summary>Times as both databases have them: microseconds since 1970-01-01 UTC, without leap seconds.</summary>
internal static class Instant
{
    /// <summary>Characters of <see cref="Text"/>.</summary>
    internal const int TextLength = 32;

    private const long PerSecond = 1_000_000;
    private const int NanosecondsPerSecond = 1_000_000_000;

    // Always as long, so that it sorts and compares as the text that it is; PostgreSQL reads it as well.
    private const string Format = "yyyy-MM-dd HH:mm:ss.ffffff'+00:00'";

    /// <summary>The time as text: <c>2024-04-15 22:30:50.997960+00:00</c>, always of this width, so that it sorts and compares as text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is before year 1 or behind 9999.</exception>
    internal static string Text(long microseconds) => Of(microseconds).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Writes what <see cref="Text"/> gives, in ASCII.</summary>
    internal static void Write(long microseconds, Span<byte> destination) => Of(microseconds).TryFormat(destination, out _, Format, CultureInfo.InvariantCulture);

    /// <summary>The time that a text means.</summary>
    internal static long Parse(string text) => Of(DateTime.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal));

    internal static DateTime Of(long microseconds) => DateTime.UnixEpoch.AddTicks(checked(microseconds * TimeSpan.TicksPerMicrosecond));

    internal static long Of(DateTime time) => (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    internal static long Now(TimeProvider clock) => Of(clock.GetUtcNow().UtcDateTime);

    /// <summary>
    /// A file's time as the tables have always had it: the seconds as a double, their fraction times a million rounded half to even. Half of
    /// all times differ from what truncation gives. Source: <c>telemetry</c> 5.
    /// </summary>
    /// <param name="nanoseconds">Since 1970, UTC.</param>
    internal static long OfFile(long nanoseconds)
    {
        var (seconds, rest) = Math.DivRem(nanoseconds, NanosecondsPerSecond);
        if (rest < 0)
            (seconds, rest) = (seconds - 1, rest + NanosecondsPerSecond);
        var time = seconds + (1e-9 * rest);
        var whole = Math.Truncate(time);
        return ((long)whole * PerSecond) + (long)Math.Round((time - whole) * PerSecond, MidpointRounding.ToEven);
    }
}
