namespace Catchment.Cameras.Catalog.Recording;

/// <summary>What happened to a file.</summary>
internal enum CatalogChangeKind
{
    /// <summary>A frame was stored.</summary>
    Stored,

    /// <summary>A frame was moved to the archive.</summary>
    Archived,

    /// <summary>A frame was deleted.</summary>
    Deleted,

    /// <summary>An event message was logged.</summary>
    Logged,
}
