namespace Catchment.DataFeed;

/// <summary>What the pump says to a request to delete an event.</summary>
public enum DeleteOutcome
{
    /// <summary>The deletion is under way; the files vanish in the following seconds.</summary>
    Ok,

    /// <summary>The event is locked by the list of faces; nothing happens.</summary>
    Locked,

    /// <summary>The pump or its watcher refused.</summary>
    Error,

    /// <summary>Something unexpected happened to the pump.</summary>
    Exception,
}
