namespace Catchment.Cameras.Watcher;

/// <summary>Why something that came is not kept: the label <c>reason</c> of <c>catchment_watcher_discarded_total</c>.</summary>
public enum WatcherDiscard
{
    /// <summary>A log message that does not have two frames, or whose topic is no node and level.</summary>
    LogFrames,

    /// <summary>A tracking record that cannot be read, or whose values make no sense.</summary>
    Record,

    /// <summary>A tracking record of an event that is not under way.</summary>
    NoEvent,

    /// <summary>A tracking record of a node that does not publish its log where it came from, or of a view too many.</summary>
    UnknownOutpost,

    /// <summary>An event that would be one too many of its view at a time.</summary>
    TooManyEvents,

    /// <summary>An event with the id of another view's.</summary>
    ForeignEvent,

    /// <summary>A row or picture of an event that is being deleted.</summary>
    Deleted,

    /// <summary>A picture message that is none: frames, JSON, text.</summary>
    PictureMessage,

    /// <summary>A picture of a view that is not known, or not from where it publishes.</summary>
    UnknownView,

    /// <summary>A picture that is no JPEG.</summary>
    NoJpeg,

    /// <summary>A picture of an event that bears the time of one that is stored already.</summary>
    DuplicatePicture,

    /// <summary>A sentinel's message that does not have two frames, has no level in its topic, or no text.</summary>
    SentinelFrames,

    /// <summary>A sentinel's text that is not UTF-8.</summary>
    SentinelText,

    /// <summary>A sentinel's record that cannot be read, or whose values make no sense.</summary>
    SentinelRecord,

    /// <summary>A sentinel's result for a job that is not remembered: another data sink's, one that is over, or one that the same sentinel told of under another name.</summary>
    NoJob,

    /// <summary>A sentinel's result that wants to replace the outpost's own tracking set.</summary>
    OutpostSet,

    /// <summary>A sentinel's result for an event without pictures or rows, or one that is not known.</summary>
    NoTimes,

    /// <summary>A sentinel's job that was forgotten because there were too many.</summary>
    ForgottenJob,

    /// <summary>A task or alert that was dropped because the sentinel was silent for too long.</summary>
    SentinelQueue,

    /// <summary>News of an event that the pump was not told, because it is away or slow.</summary>
    PumpNews,
}
