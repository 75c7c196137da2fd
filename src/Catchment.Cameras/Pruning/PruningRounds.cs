using Catchment.Cameras.Events;
using Catchment.Cameras.Retention;

namespace Catchment.Cameras.Pruning;

/// <summary>Looks through recorded events and deletes what the profiles say: a run of the service, or one by hand. For one thread at a time.</summary>
/// <param name="files">Where events lie.</param>
/// <param name="locks">Which must not be deleted.</param>
/// <param name="removal">Deletes them.</param>
/// <param name="options">Says what is to be deleted.</param>
/// <param name="time">The clock.</param>
/// <param name="metrics">The node's numbers; null: there is no node.</param>
/// <param name="pace">The most events that are deleted in a second; 0: as many as can be. An event has some hundred pictures, and removing many at once makes a disk slow to store new ones.</param>
/// <remarks>Source: the camera specification, 11.</remarks>
public sealed class PruningRounds(
    IEventFiles files, IEventLocks locks, IEventRemoval removal, PruningOptions options, TimeProvider time, PruningMetrics? metrics, int pace = PruningRounds.UsualPace)
{
    /// <summary>Events that are deleted in a second beside a watcher at work.</summary>
    public const int UsualPace = 20;

    // An outpost ends an event after 15 s; its analysis takes minutes at most.
    private static readonly TimeSpan UnderWay = TimeSpan.FromHours(1);

    private readonly PruningProfiles _profiles = new(options);

    /// <summary>Does a run.</summary>
    /// <param name="runDate">The day that ages are counted from; not after today.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="stop">Ends it between two events; the report says so.</param>
    /// <exception cref="IOException">The root of indexes cannot be read.</exception>
    public PruningReport Run(DateOnly runDate, IProgress<PruningProgress>? progress, CancellationToken stop)
    {
        if (runDate > DateOnly.FromDateTime(time.GetLocalNow().DateTime))
            throw new ArgumentOutOfRangeException(nameof(runDate), runDate, "A run that deletes cannot be dated in the future.");
        return Run(runDate, isRehearsal: false, progress, stop);
    }

    /// <summary>Finds out what a run would do; touches nothing.</summary>
    /// <param name="runDate">The day that ages are counted from.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="IOException">The root of indexes cannot be read.</exception>
    public PruningReport Rehearse(DateOnly runDate, IProgress<PruningProgress>? progress, CancellationToken stop) =>
        Run(runDate, isRehearsal: true, progress, stop);

    private PruningReport Run(DateOnly runDate, bool isRehearsal, IProgress<PruningProgress>? progress, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        var tally = new PruningTally(runDate, isRehearsal, metrics);
        var judge = new PruningJudge(files);
        var steps = new RemovalPace(pace, time);
        var all = files.Days();
        tally.Begin(all.Count);
        DateOnly[] days = [.. all.Where(d => d <= runDate && (options.MaxScanDays is not { } most || runDate.DayNumber - d.DayNumber <= most))];
        var isStopped = false;
        try
        {
            for (var i = 0; i < days.Length; i++)
                Look(days[i], runDate, isRehearsal, tally, judge, steps, () => progress?.Report(new PruningProgress(days[i], i, days.Length, tally.Events.Looked, tally.Events.Deleted)), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            isStopped = true;
        }

        if (judge.OddRows > 0)
            tally.Failed($"{judge.OddRows} rows of tracking sets have another form than expected and counted for nothing.");
        var took = time.GetElapsedTime(began);
        metrics?.Ran(took);
        return tally.End(isStopped, took);
    }

    private void Look(DateOnly day, DateOnly runDate, bool isRehearsal, PruningTally tally, PruningJudge judge, RemovalPace steps, Action report, CancellationToken stop)
    {
        DayIndex index;
        try
        {
            index = files.ReadIndex(day);
        }
        catch (IOException e)
        {
            tally.Failed($"The index of {EventNames.Text(day)} cannot be read; its events stay: {e.Message}");
            return;
        }

        if (index.LeftOut > 0)
            tally.Failed($"The index of {EventNames.Text(day)} has {index.LeftOut} rows that are not whole; what they name stays.");
        foreach (var (row, types) in EventsOf(index))
        {
            stop.ThrowIfCancellationRequested();
            var (name, profile) = _profiles.Of(row.Node!);
            var key = new EventKey(day, row.Event!);
            var reason = Decide(key, row, types, profile, runDate, judge, tally);
            if (reason == PruningReason.Deleted && !isRehearsal)
            {
                reason = Delete(key, tally, stop);
                steps.Step(stop);
            }

            tally.Decided(row.Node!, name, reason);
            report();
        }

        tally.EndDay(day, index.Rows.Count);
        report();
    }

    private PruningReason Decide(
        EventKey key, IndexRow row, IReadOnlySet<string> types, PruningProfileOptions profile, DateOnly runDate, PruningJudge judge, PruningTally tally)
    {
        try
        {
            var reason = judge.Decide(key, types, profile, runDate.DayNumber - key.Day.DayNumber);
            if (reason != PruningReason.Deleted)
                return reason;
            if (locks.IsLocked(key))
                return PruningReason.Locked;
            return time.GetLocalNow().DateTime - row.Time < UnderWay ? PruningReason.UnderWay : PruningReason.Deleted;
        }
        catch (IOException e)
        {
            tally.Failed($"The event {key} stays: {e.Message}");
            return PruningReason.Unreadable;
        }
    }

    private PruningReason Delete(EventKey key, PruningTally tally, CancellationToken stop)
    {
        var answer = removal.Remove(key, stop);
        switch (answer.Outcome)
        {
            case EventDeskOutcome.Done or EventDeskOutcome.Unknown:
                return PruningReason.Deleted;
            case EventDeskOutcome.Locked:
                return PruningReason.Locked;
            default:
                tally.Failed(answer.Text);
                return PruningReason.Failed;
        }
    }

    /// <summary>The events that have an outpost's tracking, with all their types, in the index's order.</summary>
    private static IEnumerable<(IndexRow Row, IReadOnlySet<string> Types)> EventsOf(DayIndex index)
    {
        var types = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var tracked = new List<IndexRow>();
        foreach (var row in index.Rows)
        {
            if (row.Node is null || row.Event is null || row.Type is null || !EventNames.IsId(row.Event))
                continue;
            if (!types.TryGetValue(row.Event, out var own))
                types.Add(row.Event, own = new HashSet<string>(StringComparer.Ordinal));
            if (own.Add(row.Type) && row.Type == EventNames.OutpostTracking)
                tracked.Add(row);
        }

        return tracked.Select(r => (r, (IReadOnlySet<string>)types[r.Event!]));
    }
}
