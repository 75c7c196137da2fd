namespace Catchment.Protocols.Iec104;

/// <summary>
/// A time tag of seven octets as it is on the line; of CP24Time2a the first three. It tells the sender's wall clock, with a bit for
/// summer time. Source: IEC 60870-5-101, 7.2.6.18 and 7.2.6.19.
/// </summary>
/// <param name="Octets">The octets, the first one lowest.</param>
public readonly record struct Cp56Time2a(ulong Octets)
{
    private const int FirstYear = 2000;
    private const ulong Iv = 1UL << 23;
    private const ulong Substitute = 1UL << 22;
    private const ulong Su = 1UL << 31;

    /// <summary>Milliseconds within the minute, 0 to 59,999 when valid.</summary>
    public int Milliseconds => (int)(Octets & 0xFFFF);

    /// <summary>Minute, 0 to 59 when valid.</summary>
    public int Minute => (int)(Octets >> 16) & 0x3F;

    /// <summary>Hour, 0 to 23 when valid.</summary>
    public int Hour => (int)(Octets >> 24) & 0x1F;

    /// <summary>Day of the month, 1 to 31 when valid.</summary>
    public int Day => (int)(Octets >> 32) & 0x1F;

    /// <summary>1 Monday to 7 Sunday; 0: not told.</summary>
    public int DayOfWeek => (int)(Octets >> 37) & 0x07;

    /// <summary>Month, 1 to 12 when valid.</summary>
    public int Month => (int)(Octets >> 40) & 0x0F;

    /// <summary>Year of the century, 0 to 99 when valid: 2000 to 2099.</summary>
    public int Year => (int)(Octets >> 48) & 0x7F;

    /// <summary>IV: the sender does not vouch for it.</summary>
    public bool IsInvalid => (Octets & Iv) != 0;

    /// <summary>RES1 as GEN: the time was added on the way, not by the one who saw the event.</summary>
    public bool IsSubstituted => (Octets & Substitute) != 0;

    /// <summary>SU: the clock tells summer time.</summary>
    public bool IsSummerTime => (Octets & Su) != 0;

    /// <summary>The tag of a moment, cut to milliseconds; one outside of 2000 to 2099 is marked invalid.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="zone">Whose wall clock it tells; null: UTC, which has no summer time.</param>
    public static Cp56Time2a Of(DateTimeOffset time, TimeZoneInfo? zone = null)
    {
        var local = zone is null ? time.UtcDateTime : TimeZoneInfo.ConvertTime(time, zone).DateTime;
        var octets = Place((local.Second * 1000) + local.Millisecond, 0)
            | Place(local.Minute, 16)
            | Place(local.Hour, 24)
            | Place(local.Day, 32)
            | Place(local.DayOfWeek == System.DayOfWeek.Sunday ? 7 : (int)local.DayOfWeek, 37)
            | Place(local.Month, 40)
            | Place(local.Year % 100, 48);
        if (zone?.IsDaylightSavingTime(time) == true)
            octets |= Su;
        if (local.Year is < FirstYear or > FirstYear + 99)
            octets |= Iv;
        return new Cp56Time2a(octets);
    }

    /// <summary>The same tag, marked as invalid.</summary>
    public Cp56Time2a AsInvalid() => new(Octets | Iv);

    /// <summary>The same tag, marked as substituted.</summary>
    public Cp56Time2a AsSubstituted() => new(Octets | Substitute);

    /// <summary>The moment that a CP56Time2a tells.</summary>
    /// <param name="time">The moment, UTC.</param>
    /// <param name="zone">Whose wall clock it tells; null: UTC.</param>
    /// <returns>Whether it tells one: not when it is marked invalid, nor when there is no such date or time (29 February of a common year).</returns>
    public bool TryGetTime(out DateTimeOffset time, TimeZoneInfo? zone = null)
    {
        time = default;
        if (IsInvalid || Milliseconds > 59_999 || Minute > 59 || Hour > 23 || Month is < 1 or > 12 || Year > 99)
            return false;
        if (Day < 1 || Day > DateTime.DaysInMonth(FirstYear + Year, Month))
            return false;
        var local = new DateTime(FirstYear + Year, Month, Day, Hour, Minute, 0, DateTimeKind.Unspecified).AddMilliseconds(Milliseconds);
        time = new DateTimeOffset(DateTime.SpecifyKind(local - Offset(local, zone ?? TimeZoneInfo.Utc), DateTimeKind.Utc));
        return true;
    }

    /// <summary>The moment that a CP24Time2a tells: the one nearest to another, as it has no hour.</summary>
    /// <param name="near">When it was received, about.</param>
    /// <param name="time">The moment, UTC.</param>
    /// <returns>Whether it tells one.</returns>
    public bool TryGetTimeNear(DateTimeOffset near, out DateTimeOffset time)
    {
        time = default;
        if (IsInvalid || Milliseconds > 59_999 || Minute > 59)
            return false;
        var utc = near.UtcDateTime;
        var hour = new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero);
        time = hour.AddMinutes(Minute).AddMilliseconds(Milliseconds);
        if (time - near > TimeSpan.FromMinutes(30))
            time = time.AddHours(-1);
        else if (near - time > TimeSpan.FromMinutes(30))
            time = time.AddHours(1);
        return true;
    }

    private static ulong Place(int number, int bit) => (ulong)(uint)number << bit;

    /// <summary>The bit decides, not the zone's own opinion: in the hour that comes twice a year only the sender knows which it is.</summary>
    private TimeSpan Offset(DateTime local, TimeZoneInfo zone)
    {
        var rule = Array.Find(zone.GetAdjustmentRules(), r => r.DateStart <= local.Date && r.DateEnd >= local.Date);
        var standard = zone.BaseUtcOffset + (rule?.BaseUtcOffsetDelta ?? TimeSpan.Zero);
        if (!IsSummerTime)
            return standard;
        return standard + (rule is { DaylightDelta: var delta } && delta != TimeSpan.Zero ? delta : TimeSpan.FromHours(1));
    }
}
