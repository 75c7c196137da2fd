using System.Globalization;

namespace Catchment.Cameras.Pruning;

/// <summary>A time of every day on this machine's clock.</summary>
/// <param name="At">Hours and minutes.</param>
internal sealed record DailyTime(TimeOnly At)
{
    /// <summary>Reads <c>HH:MM</c>.</summary>
    internal static DailyTime Parse(string text) => new(TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture));

    /// <summary>When it comes next, later than now. Where the clock is put forward over it, it comes as much later.</summary>
    internal DateTimeOffset After(DateTimeOffset now, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        while (true)
        {
            var local = day.ToDateTime(At);
            while (zone.IsInvalidTime(local))
                local = local.AddMinutes(1);
            var due = new DateTimeOffset(local, zone.GetUtcOffset(local));
            if (due > now)
                return due;
            day = day.AddDays(1);
        }
    }
}
