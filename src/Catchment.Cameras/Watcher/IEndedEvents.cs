namespace Catchment.Cameras.Watcher;

/// <summary>Takes events that ended: requests their tasks, or deletes them.</summary>
public interface IEndedEvents
{
    /// <summary>
    /// An event ended. Called on the threads that record: returns at once, never throws. An event that was closed because its outpost
    /// vanished, or the program, does not come here: nobody said what is to be done with it.
    /// </summary>
    void Ended(EndedEvent ended);
}
