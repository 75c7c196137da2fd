namespace Catchment.Tags.Ipc;

/// <summary>The members of a request that have a meaning.</summary>
internal enum IpcMember
{
    None,
    Action,
    Key,
    Id,
    Value,
    Updates,
    Rid,
    Keys,
    Prefixes,
    IntervalMs,
    Subscription,
    Brief,
    Source,
    Timestamp,
    Quality,

    /// <summary>How many there are.</summary>
    Count,
}
