namespace Catchment.Cameras.Events;

/// <summary>Deletes events, one after another; for one thread at a time.</summary>
public interface IEventRemoval
{
    /// <summary>Deletes an event: index rows, tracking sets, pictures. Respects the locks.</summary>
    /// <param name="key">The event.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What became of it; nothing is thrown when it could not be done.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    EventDeskAnswer Remove(EventKey key, CancellationToken cancellation);
}
