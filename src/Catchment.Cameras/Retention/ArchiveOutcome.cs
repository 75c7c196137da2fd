namespace Catchment.Cameras.Retention;

/// <summary>What became of a frame that was to go to the archive.</summary>
internal enum ArchiveOutcome
{
    /// <summary>It is in the archive, and gone from <c>images</c>.</summary>
    Moved,

    /// <summary>It is in the archive whole, and leaves <c>images</c> with the next commit.</summary>
    Copied,

    /// <summary>It was not in <c>images</c> any more.</summary>
    Gone,

    /// <summary>The archive has a file of that name with other content; nothing happened.</summary>
    Conflict,

    /// <summary>The archive cannot take it; nothing happened.</summary>
    Away,
}
