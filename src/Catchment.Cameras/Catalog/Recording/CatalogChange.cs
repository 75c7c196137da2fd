namespace Catchment.Cameras.Catalog.Recording;

/// <summary>A change of the files that the catalog has to follow.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Frame">To which frame; null for an event.</param>
/// <param name="Event">Which event was logged; null for a frame.</param>
internal readonly record struct CatalogChange(CatalogChangeKind Kind, FrameEntry? Frame, EventEntry? Event)
{
    /// <summary>Characters of an event's message.</summary>
    internal int TextLength => Event?.Text.Length ?? 0;

    /// <summary>The day whose files changed.</summary>
    internal DateOnly Day => DateOnly.FromDateTime(Frame?.Time ?? Event!.Time);
}
