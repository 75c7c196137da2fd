using System.Globalization;

namespace Catchment.Protocols.Fits;

/// <summary>The time of an observation. Source: FITS 4.0, 4.4.2.1 and 9.</summary>
public static class FitsTime
{
    private const double FirstLeapSecond = 41_317; // 1972-01-01
    private const double TerrestrialLead = 32.184; // TT - TAI, in seconds
    private const double SatelliteLag = 19; // TAI - GPS, in seconds

    private static readonly DateTime ModifiedJulianZero = new(1858, 11, 17, 0, 0, 0, DateTimeKind.Utc);

    // Modified Julian days from which TAI - UTC is one second more; on the first it became 10. Source: IERS bulletin C.
    private static readonly int[] LeapDays =
    [
        41_317, 41_499, 41_683, 42_048, 42_413, 42_778, 43_144, 43_509, 43_874, 44_239, 44_786, 45_151, 45_516, 46_247, 47_161, 47_892, 48_257,
        48_804, 49_169, 49_534, 50_083, 50_630, 51_179, 53_736, 54_832, 56_109, 57_204, 57_754,
    ];

    /// <summary>
    /// The time of <c>DATE-OBS</c> (with <c>TIME-OBS</c> or <c>UT</c> when it is a date alone), else of <c>MJD-OBS</c>, in UTC, whatever time scale
    /// <c>TIMESYS</c> names. The dynamical scales of the solar system's barycentre are taken for TT, from which they differ by milliseconds.
    /// </summary>
    /// <param name="header">The keywords.</param>
    /// <returns>Null: there is none, it cannot be read, or its scale is that of a place (<c>LOCAL</c>).</returns>
    public static DateTime? Observed(FitsHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var time = Date(header) ?? (header.Number("MJD-OBS") is { } days ? At(days) : null);
        return time is { } known ? ToUtc(known, header.Text("TIMESYS") ?? "UTC") : null;
    }

    /// <summary>A date of FITS: <c>CCYY-MM-DD[Thh:mm:ss[.s…]]</c>, or the old <c>DD/MM/YY</c> of the years 1900 to 1999.</summary>
    /// <param name="text">What stands in the header.</param>
    /// <returns>The time, in the scale that the header names; null: it is none.</returns>
    public static DateTime? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var t = text.IndexOf('T', StringComparison.Ordinal);
        var day = t < 0 ? text : text[..t];
        if (day.Length == 8 && day[2] == '/' && day[5] == '/')
            day = $"19{day[6..]}-{day[3..5]}-{day[..2]}";
        if (!DateTime.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date))
            return null;
        return t < 0 ? date : Clock(text.AsSpan(t + 1)) is { } clock ? Added(date, clock) : null;
    }

    private static DateTime? Date(FitsHeader header)
    {
        if (header.Text("DATE-OBS") is not { } written || Parse(written) is not { } date)
            return null;
        if (written.Contains('T', StringComparison.Ordinal) || (header.Text("TIME-OBS") ?? header.Text("UT")) is not { } clock)
            return date;
        return Clock(clock) is { } time ? Added(date, time) : date;
    }

    private static TimeSpan? Clock(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd('Z'); // Not of the standard, and common.
        if (text.Length < 8 || text[2] != ':' || text[5] != ':'
            || !int.TryParse(text[..2], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 23
            || !int.TryParse(text[3..5], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > 59
            || !decimal.TryParse(text[6..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || seconds >= 61) // A leap second counts as the next one.
        {
            return null;
        }

        return new TimeSpan(hours, minutes, 0) + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
    }

    private static DateTime? At(double days) => days is >= -678_575 and < 2_973_483 ? Added(ModifiedJulianZero, TimeSpan.FromTicks((long)(days * TimeSpan.TicksPerDay))) : null;

    private static DateTime? ToUtc(DateTime time, string scale) => scale.ToUpperInvariant() switch
    {
        "UTC" or "UT" or "UT1" or "GMT" => time,
        "TAI" or "IAT" => FromAtomic(time, 0),
        "TT" or "TDT" or "ET" or "TDB" or "TCB" or "TCG" => FromAtomic(time, -TerrestrialLead),
        "GPS" => FromAtomic(time, SatelliteLag),
        _ => null,
    };

    private static DateTime? FromAtomic(DateTime time, double toAtomic)
    {
        if (Added(time, TimeSpan.FromSeconds(toAtomic)) is not { } atomic)
            return null;
        var days = (atomic - ModifiedJulianZero).TotalDays;
        if (days < FirstLeapSecond)
            return null; // Before, UTC ran at another rate.
        var leap = 9;
        foreach (var day in LeapDays)
        {
            if (days >= day + ((leap + 1) / 86_400.0))
                leap++;
        }

        return Added(atomic, TimeSpan.FromSeconds(-leap));
    }

    private static DateTime? Added(DateTime time, TimeSpan span)
    {
        var ticks = time.Ticks + span.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
    }
}
