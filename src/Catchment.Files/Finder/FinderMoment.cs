namespace Catchment.Files.Finder;

/// <summary>What the work on a group of files has come to: the moments at which a kill leaves something behind.</summary>
internal enum FinderMoment
{
    /// <summary>Moves are noted.</summary>
    Noted,

    /// <summary>A part of a copy was written.</summary>
    Copying,

    /// <summary>A file was moved or copied.</summary>
    Moved,

    /// <summary>Rows were added.</summary>
    Recorded,

    /// <summary>A copied file was removed from the source, or a move was undone.</summary>
    Finished,

    /// <summary>Notes of files that were not moved were taken out.</summary>
    Resolved,
}
