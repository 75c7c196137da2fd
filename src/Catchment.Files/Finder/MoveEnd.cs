namespace Catchment.Files.Finder;

/// <summary>How the attempt to move a file ended.</summary>
internal enum MoveEnd
{
    /// <summary>It is in storage.</summary>
    Moved,

    /// <summary>A copy of it is in storage, on another file system; it is still in the source.</summary>
    Copied,

    /// <summary>Its place is taken; it stays.</summary>
    Taken,

    /// <summary>It went.</summary>
    Gone,

    /// <summary>It is another by now; it stays.</summary>
    Changed,

    /// <summary>The file system refused; it stays.</summary>
    Failed,

    /// <summary>It left its place, or may have, and something failed afterwards: its note has to stay, <see cref="MoveRecovery"/> finds out.</summary>
    Unsure,

    /// <summary>The storage folder takes no more; it stays.</summary>
    Full,
}
