namespace Catchment.Cameras.Events;

/// <summary>What a person does with an event: deletes it, keeps it, gives the keeping up. Safe for many threads when the removal is.</summary>
/// <param name="files">Where events lie.</param>
/// <param name="faces">Where it is written which are kept.</param>
/// <param name="removal">Deletes.</param>
public sealed class EventDesk(IEventFiles files, FaceList faces, IEventRemoval removal) : IEventDesk
{
    /// <inheritdoc/>
    public bool IsKept(EventKey key) => faces.IsLocked(key);

    /// <inheritdoc/>
    public Task<EventDeskAnswer> DeleteAsync(EventKey key, CancellationToken cancellation) => AtDesk(key, () =>
    {
        if (faces.IsLocked(key))
            return Locked(key);
        return FindStart(key) is null ? Unknown(key) : removal.Remove(key, cancellation);
    }, cancellation);

    /// <inheritdoc/>
    public Task<EventDeskAnswer> KeepAsync(EventKey key, bool keep, CancellationToken cancellation) =>
        AtDesk(key, () => keep ? Keep(key) : GiveUp(key), cancellation);

    private static Task<EventDeskAnswer> AtDesk(EventKey key, Func<EventDeskAnswer> work, CancellationToken cancellation) => Task.Run(
        () =>
        {
            try
            {
                return EventNames.IsId(key.Id) ? work() : Unknown(key);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new EventDeskAnswer(EventDeskOutcome.Failed, e.Message);
            }
        },
        cancellation);

    private static EventDeskAnswer Unknown(EventKey key) => new(EventDeskOutcome.Unknown, $"There is no event {key}.");

    private EventDeskAnswer Locked(EventKey key) => new(EventDeskOutcome.Locked, faces.IsKept(key)
        ? $"The event {key} is kept. Give the keeping up first."
        : $"The event {key} is locked: the FaceList '{faces.Path}' holds a face of it.");

    private EventDeskAnswer Keep(EventKey key)
    {
        if (FindStart(key) is not { } start)
            return Unknown(key);
        return new EventDeskAnswer(EventDeskOutcome.Done, faces.Keep(key, start) ? $"The event {key} is kept from now on." : $"The event {key} is kept already.");
    }

    private EventDeskAnswer GiveUp(EventKey key)
    {
        var wasKept = faces.GiveUp(key);
        if (faces.IsLocked(key))
            return new EventDeskAnswer(wasKept ? EventDeskOutcome.Done : EventDeskOutcome.Locked, $"The event {key} {(wasKept ? "is not kept any more, but still" : "is")} locked: the FaceList '{faces.Path}' holds a face of it.");
        return new EventDeskAnswer(EventDeskOutcome.Done, wasKept ? $"The event {key} is not kept any more." : $"The event {key} was not kept.");
    }

    /// <summary>When an event began: by the index, or, when only files are left of it, the beginning of its day; null: there is nothing of it.</summary>
    private DateTime? FindStart(EventKey key)
    {
        if (files.ReadIndex(key.Day).Rows.FirstOrDefault(r => r.Event == key.Id) is { } row)
            return row.Time;
        var csv = files.Folders.CsvOf(key.Day);
        var hasSets = Directory.Exists(csv) && Directory.EnumerateFiles(csv, $"{key.Id}_*.csv").Any();
        return hasSets || files.PictureTimes(key).Count > 0 ? key.Day.ToDateTime(TimeOnly.MinValue) : null;
    }
}
