namespace Catchment.Cameras.Events;

/// <summary>What a person does with an event, on the console or the command line. A running watcher does the deleting itself.</summary>
public interface IEventDesk
{
    /// <summary>Whether an event is kept (locked), by whomever.</summary>
    /// <exception cref="IOException">The list cannot be read.</exception>
    bool IsKept(EventKey key);

    /// <summary>Deletes an event: index rows, tracking sets, pictures.</summary>
    Task<EventDeskAnswer> DeleteAsync(EventKey key, CancellationToken cancellation);

    /// <summary>Keeps an event from being deleted, or gives up the keeping that this method began.</summary>
    Task<EventDeskAnswer> KeepAsync(EventKey key, bool keep, CancellationToken cancellation);
}
