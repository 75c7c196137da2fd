using Catchment.Cameras.Events;

namespace Catchment.Cameras.Pruning;

/// <summary>Adds up one run, and writes the lines that DailyCleanup publishes.</summary>
/// <param name="runDate">The day that ages are counted from.</param>
/// <param name="isRehearsal">Nothing is touched.</param>
/// <param name="metrics">The node's numbers, when there are any.</param>
/// <remarks>Source: the camera specification, 11. The published lines count index rows as events scanned, as the original does.</remarks>
internal sealed class PruningTally(DateOnly runDate, bool isRehearsal, PruningMetrics? metrics)
{
    private const int MostTroubles = 20;

    private readonly Dictionary<(string Node, string Profile, PruningReason Reason), long> _counts = [];
    private readonly List<(string Profile, int Events, int Deleted)> _day = [];
    private readonly List<string> _published = [];
    private readonly List<string> _troubles = [];
    private int _days;
    private long _rows;
    private long _events;
    private long _deleted;

    /// <summary>Events so far.</summary>
    internal (long Looked, long Deleted) Events => (_events, _deleted);

    /// <summary>The run begins.</summary>
    /// <param name="days">Days with data, those too old to be looked at included.</param>
    internal void Begin(int days) => _published.Add($"DailyCleanup starting from {EventNames.Text(runDate)}: found {days} dates with data");

    /// <summary>An event is through.</summary>
    internal void Decided(string node, string profile, PruningReason reason)
    {
        var key = (node, profile, reason);
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
        _events++;
        var isDeleted = reason == PruningReason.Deleted;
        _deleted += isDeleted ? 1 : 0;
        metrics?.Decided(reason, isRehearsal);
        var at = _day.FindIndex(d => d.Profile == profile);
        if (at < 0)
            _day.Add((profile, 1, isDeleted ? 1 : 0));
        else
            _day[at] = (profile, _day[at].Events + 1, _day[at].Deleted + (isDeleted ? 1 : 0));
    }

    /// <summary>Something was wrong.</summary>
    internal void Failed(string trouble)
    {
        metrics?.Failed();
        if (_troubles.Count < MostTroubles)
            _troubles.Add(trouble);
        else if (_troubles.Count == MostTroubles)
            _troubles.Add("and more of the kind");
    }

    /// <summary>A day is through.</summary>
    internal void EndDay(DateOnly day, int rows)
    {
        _days++;
        _rows += rows;
        if (_day.Exists(d => d.Deleted > 0))
            _published.Add($"DailyCleanup {EventNames.Text(day)} age:{runDate.DayNumber - day.DayNumber}d: {string.Join(' ', _day.Select(d => $"{d.Profile}[{d.Events},{d.Deleted}]"))}");
        _day.Clear();
    }

    /// <summary>The run is over.</summary>
    internal PruningReport End(bool isStopped, TimeSpan took)
    {
        _published.Add($"DailyCleanup completed: processed {_days} dates, scanned {_rows} events, deleted {_deleted} ({!isRehearsal})");
        var lines = _counts
            .Select(c => new PruningLine(c.Key.Node, c.Key.Profile, c.Key.Reason, c.Value))
            .OrderBy(l => l.Node, StringComparer.Ordinal).ThenBy(l => l.Reason);
        return new PruningReport
        {
            RunDate = runDate,
            Lines = [.. lines],
            Days = _days,
            Troubles = _troubles,
            Published = _published,
            IsRehearsal = isRehearsal,
            IsStopped = isStopped,
            Took = took,
        };
    }
}
