namespace Catchment.Files.Settings.Validation;

/// <summary>A component of endmgr, which has a file of its own.</summary>
public enum EndpointComponent
{
    /// <summary>Discovers files and tracks them.</summary>
    Finder,

    /// <summary>Hands tracked files to a data management system.</summary>
    Ingester,

    /// <summary>Tracks files that were in place before.</summary>
    Backfill,
}
