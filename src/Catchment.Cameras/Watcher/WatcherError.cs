namespace Catchment.Cameras.Watcher;

/// <summary>What failed: the label <c>kind</c> of <c>catchment_watcher_errors_total</c>.</summary>
public enum WatcherError
{
    /// <summary>A row could not be written.</summary>
    Row,

    /// <summary>An event's picture could not be written.</summary>
    Picture,

    /// <summary>An event's picture was not stored because there is too little free space.</summary>
    NoSpace,

    /// <summary>An event could not be begun: its index row or its set.</summary>
    Event,

    /// <summary>An event's outpost vanished before it said that it ended.</summary>
    EventTimeout,

    /// <summary>The state folder could not be written.</summary>
    State,
}
