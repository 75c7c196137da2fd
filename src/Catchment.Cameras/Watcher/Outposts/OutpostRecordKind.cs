namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>What an outpost tells of an event.</summary>
internal enum OutpostRecordKind
{
    /// <summary>It begins.</summary>
    Start,

    /// <summary>An object in a picture.</summary>
    Track,

    /// <summary>It is over.</summary>
    End,
}
