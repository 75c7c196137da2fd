namespace Catchment.Cameras.Catalog;

/// <summary>The catalog where it is at the moment.</summary>
/// <param name="home">Where that is.</param>
public sealed class CameraCatalog(CatalogHome home) : ICameraCatalog
{
    /// <inheritdoc/>
    public Task<CatalogPage<FrameEntry>> FramesAsync(CatalogQuery query, CancellationToken cancellation) => home.Listing.FramesAsync(query, cancellation);

    /// <inheritdoc/>
    public Task<CatalogPage<EventEntry>> EventsAsync(CatalogQuery query, CancellationToken cancellation) => home.Listing.EventsAsync(query, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Camera>> CamerasAsync(CancellationToken cancellation) => home.Listing.CamerasAsync(cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> EventTypesAsync(CancellationToken cancellation) => home.Listing.EventTypesAsync(cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DateOnly>> DaysAsync(CatalogQuery query, CancellationToken cancellation) => home.Listing.DaysAsync(query, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FrameCount>> CountFramesAsync(CatalogQuery query, TimeSpan span, CancellationToken cancellation) =>
        home.Listing.CountFramesAsync(query, span, cancellation);
}
