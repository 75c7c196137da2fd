namespace Catchment.Files.Tables;

/// <summary>What the events of a file come to, for one events table.</summary>
/// <param name="Status">The status that counts.</param>
/// <param name="Since">The greatest time of its events, RERUNs aside, local microseconds; 0: it has none.</param>
/// <param name="Newest">The greatest time of any of its events: the next one has to be later (<c>files</c> 3.6).</param>
/// <param name="RerunRow">Where the unanswered RERUN lies; null: there is none.</param>
/// <param name="Worker">The ingester that has it; null: none of ours.</param>
/// <param name="CameFrom">The status by which that one chose it.</param>
/// <param name="HasBegun">Its attempt may have begun.</param>
internal sealed record FileState(
    FileStatus Status, long Since, long Newest, long? RerunRow = null, long? Worker = null, FileStatus? CameFrom = null, bool HasBegun = false)
{
    /// <summary>The state with one more event taken in. Taking one in again changes nothing.</summary>
    /// <param name="state">The state before; null: no event is known.</param>
    /// <param name="e">The event.</param>
    /// <param name="isNewRerun">It asks for another attempt, and was not met before.</param>
    /// <remarks>
    /// The newest event counts, but a person's RERUN by its arrival: its time may be of another zone (D21), hours before or after. It is
    /// answered by what came in after it: an ingester's PENDING, or another word of a person. An attempt that was under way
    /// when it came does not answer it.
    /// </remarks>
    internal static FileState? With(FileState? state, PlacedEvent e, bool isNewRerun)
    {
        if (e.Status is not { } status)
            return state;
        var start = e.Place.Start;
        var before = state ?? new FileState(status, 0, start);
        var newest = Math.Max(before.Newest, start);
        if (status == FileStatus.Rerun)
            return isNewRerun || state is null ? before with { Status = status, Newest = newest, RerunRow = e.Place.Row } : before with { Newest = newest };
        var counts = before.RerunRow is { } rerun ? e.Place.Row > rerun && IsAnswer(e) : start > before.Since;
        var since = Math.Max(before.Since, start);
        return counts ? before with { Status = status, Since = since, Newest = newest, RerunRow = null } : before with { Since = since, Newest = newest };
    }

    private static bool IsAnswer(PlacedEvent e) =>
        e.Status == FileStatus.Pending || (!e.HasDuration && e.Status is not (FileStatus.Untried or FileStatus.Unknown));
}
