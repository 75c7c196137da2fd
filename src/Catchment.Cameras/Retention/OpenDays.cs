namespace Catchment.Cameras.Retention;

/// <summary>The days from which nothing is ever removed, because frames may still be on their way into them.</summary>
/// <param name="now">Local time.</param>
/// <param name="newest">The newest day that has a folder.</param>
/// <param name="isOpen">Names further ones.</param>
internal sealed class OpenDays(DateTime now, DateOnly? newest, Func<DateOnly, bool> isOpen)
{
    /// <summary>How long after midnight a frame of yesterday may still be on its way.</summary>
    internal static readonly TimeSpan Arrival = TimeSpan.FromMinutes(10);

    /// <summary>Today's date.</summary>
    internal DateOnly Today { get; } = DateOnly.FromDateTime(now);

    /// <summary>Whether a day is open: today and later, the newest there is, yesterday shortly after midnight, or so named.</summary>
    internal bool Contains(DateOnly day) =>
        day >= Today || day == newest || (day.DayNumber == Today.DayNumber - 1 && now.TimeOfDay < Arrival) || isOpen(day);
}
