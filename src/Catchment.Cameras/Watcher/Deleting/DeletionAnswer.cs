namespace Catchment.Cameras.Watcher.Deleting;

/// <summary>What becomes of a wish to delete an event.</summary>
internal enum DeletionAnswer
{
    /// <summary>It is noted durably and will be done.</summary>
    Queued,

    /// <summary>The event is locked.</summary>
    Locked,

    /// <summary>The locks cannot be read, so nobody knows.</summary>
    LocksUnreadable,

    /// <summary>Too many are waiting.</summary>
    TooMany,

    /// <summary>It could not be noted.</summary>
    NotNoted,
}
