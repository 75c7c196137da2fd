namespace Catchment.Files.Tables;

/// <summary>What an event says of a file; the newest event of a file counts. Source: <c>files</c> 3.4, 5.1.</summary>
public enum FileStatus
{
    /// <summary>Seen first by this event table.</summary>
    Untried,

    /// <summary>A person asks for another attempt.</summary>
    Rerun,

    /// <summary>In a batch of an ingester.</summary>
    Pending,

    /// <summary>The plugin accepted it.</summary>
    Success,

    /// <summary>The plugin refused it; the reason stands in <c>err_message</c>.</summary>
    Failure,

    /// <summary>Whether an attempt was made, and how it ended, is not known.</summary>
    Unknown,

    /// <summary>The include or exclude list says no.</summary>
    Ignored,

    /// <summary>There is no regular file at the path, or it is empty.</summary>
    Invalid,

    /// <summary>In place before the service was; not tried by a normal run.</summary>
    Backfill,
}
