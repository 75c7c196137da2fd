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

    /// <summary>A control request that is not one frame of JSON in ASCII, or no object.</summary>
    ControlUnreadable,

    /// <summary>A control request without a command, or with one that is not known.</summary>
    ControlCommand,

    /// <summary>A control request in which a value is missing or makes no sense: no name, no endpoint, no date, no event.</summary>
    ControlValue,

    /// <summary>An outpost or a sentinel's agent too many.</summary>
    ControlTooMany,

    /// <summary>An event that is to be deleted is locked.</summary>
    Locked,

    /// <summary>The locks could not be read, so an event was not deleted.</summary>
    LocksUnreadable,

    /// <summary>An event could not be deleted; it is tried again.</summary>
    Delete,

    /// <summary>A sentinel did not answer; it is asked again.</summary>
    SentinelSilent,

    /// <summary>A sentinel answered a request or an alert with an error.</summary>
    SentinelRefused,

    /// <summary>A sentinel's result could not be written.</summary>
    Result,
}
