namespace Catchment.Cameras.Retention;

/// <summary>Foretells when the medium of the frames is full. Lives as long as the node; <see cref="Current"/> may be read by any thread.</summary>
/// <param name="made">Called with each new forecast; null: nobody waits for it.</param>
public sealed class DiskForecaster(Action<DiskForecast>? made = null)
{
    private const int DaysLookedBack = 7;
    private const int DaysLookedAhead = 3650;

    private volatile DiskForecast? _current;

    /// <summary>The newest forecast; null before the first round.</summary>
    public DiskForecast? Current => _current;

    /// <summary>Makes the forecast and keeps it.</summary>
    /// <param name="days">What lies in <c>images</c>, oldest day first.</param>
    /// <param name="rules">What leaves.</param>
    /// <param name="medium">The medium of <c>images</c>.</param>
    /// <param name="now">Local time.</param>
    /// <param name="freesSpace">Whether what leaves by a rule leaves the medium, too.</param>
    internal DiskForecast Update(IReadOnlyList<DaySummary> days, RetentionRules rules, MediumSpace medium, DateTime now, Func<RetentionRule, bool> freesSpace) =>
        Keep(Make(days, rules, medium, now, freesSpace));

    private DiskForecast Keep(DiskForecast forecast)
    {
        _current = forecast;
        made?.Invoke(forecast);
        return forecast;
    }

    /// <summary>Makes a forecast.</summary>
    internal static DiskForecast Make(IReadOnlyList<DaySummary> days, RetentionRules rules, MediumSpace medium, DateTime now, Func<RetentionRule, bool> freesSpace)
    {
        var today = DateOnly.FromDateTime(now);
        var judged = days.Where(d => d.Day < today && d.Files > 0).TakeLast(DaysLookedBack).ToList();
        var growths = rules.All.Select((rule, i) => new RuleGrowth(rule, freesSpace(rule), days, judged, i, now)).ToList();
        long? rate = judged.Count == 0 ? null : growths.Sum(g => g.BytesPerDay);
        var (outlook, left) = Look(growths, rate, medium);
        return new DiskForecast
        {
            Made = now,
            TotalBytes = medium.Total,
            FreeBytes = medium.Free,
            LowBytes = medium.Low,
            FrameBytes = days.Sum(d => d.Bytes),
            Frames = days.Sum(d => d.Files),
            BytesPerDay = rate,
            Outlook = outlook,
            DaysLeft = left,
            Text = DiskForecastText.Of(outlook, left, rate, medium),
        };
    }

    /// <summary>Goes on day by day as it went so far, retention included, until there is no room.</summary>
    private static (DiskOutlook Outlook, double? DaysLeft) Look(List<RuleGrowth> growths, long? rate, MediumSpace medium)
    {
        if (medium.Free < medium.Low)
            return (DiskOutlook.Full, null);
        if (rate is null)
            return (DiskOutlook.Unknown, null);
        double room = medium.Free - medium.Low;
        var passed = 0.0;
        for (var day = 0; day < DaysLookedAhead; day++)
        {
            // The first day is the rest of today. Retention frees at its end, so a day has to have room for all that comes in it.
            var comes = growths.Sum(g => g.ComesOn(day));
            var lasts = day == 0 ? growths[0].RestOfToday : 1;
            if (comes > room)
                return (DiskOutlook.Fills, passed + (lasts * room / comes));
            passed += lasts;
            room += growths.Sum(g => g.LeavesAfter(day)) - comes;
        }

        return (growths.TrueForAll(g => g.IsHeld) && rate > 0 ? DiskOutlook.Held : DiskOutlook.Ample, null);
    }
}
