namespace Catchment.Cameras.Catalog.Tables;

/// <summary>What a series is of. The numbers are those of the tables.</summary>
internal enum SeriesKind
{
    /// <summary>Frames; the type is that of the message, <c>jpg</c> or <c>image</c>.</summary>
    Frames = 0,

    /// <summary>Event messages of one type.</summary>
    Events = 1,
}
