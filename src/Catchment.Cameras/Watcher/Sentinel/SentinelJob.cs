using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Recording;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>A job of a sentinel that is under way for us.</summary>
/// <param name="id">Its id.</param>
/// <param name="key">Its event.</param>
internal sealed class SentinelJob(string id, EventKey key)
{
    /// <summary>The most results that are held back.</summary>
    internal const int MostHeld = 1000;

    /// <summary>Its id.</summary>
    internal string Id { get; } = id;

    /// <summary>Its event.</summary>
    internal EventKey Key { get; } = key;

    /// <summary>
    /// Whose job it is: who was heard of it first, in this run. A sentinel that is known by two names says everything twice; it is written once.
    /// </summary>
    internal string? Agent { get; set; }

    /// <summary>The times that offsets count; null before the set is open.</summary>
    internal IReadOnlyList<DateTime>? Times { get; private set; }

    /// <summary>The set; null before the first result, or when it could not be opened yet.</summary>
    internal ISetWriter? Set { get; private set; }

    /// <summary>The type of the set that it has opened, perhaps before a restart; null: none yet.</summary>
    internal string? OpenedType { get; set; }

    /// <summary>Results that came before there was anything to count their offsets by.</summary>
    internal List<JobResult> Held { get; } = [];

    /// <summary>When the first of <see cref="Held"/> came, as the clock's timestamp.</summary>
    internal long HeldSince { get; set; }

    /// <summary>The job has ended although results are held back; with the log in which that is to be told.</summary>
    internal (JobEnded Record, SentinelLog Log)? Ended { get; set; }

    /// <summary>The set is open.</summary>
    internal void Open(IReadOnlyList<DateTime> times, string type, ISetWriter set) => (Times, OpenedType, Set) = (times, type, set);

    /// <summary>The time that a result stands for.</summary>
    /// <remarks>Source: the camera specification, 10.6, "From result to row".</remarks>
    internal static DateTime TimeOf(IReadOnlyList<DateTime> times, DateTime start, long offset)
    {
        var last = times.Count - 1;
        int low = 0, high = last;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times[middle] >= start)
                high = middle;
            else
                low = middle + 1;
        }

        return times[(int)Math.Clamp(low + Math.Clamp(offset, -times.Count, times.Count), 0, last)];
    }
}
