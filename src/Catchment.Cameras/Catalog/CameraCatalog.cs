using Catchment.Cameras.Catalog.Listing;

namespace Catchment.Cameras.Catalog;

/// <summary>The catalog where it is at the moment.</summary>
/// <param name="home">Where that is.</param>
public sealed class CameraCatalog(CatalogHome home) : ICameraCatalog
{
    /// <inheritdoc/>
    public Task<CatalogPage<FrameEntry>> FramesAsync(CatalogQuery query, CancellationToken cancellation) => AskAsync(l => l.FramesAsync(query, cancellation));

    /// <inheritdoc/>
    public Task<CatalogPage<EventEntry>> EventsAsync(CatalogQuery query, CancellationToken cancellation) => AskAsync(l => l.EventsAsync(query, cancellation));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Camera>> CamerasAsync(CancellationToken cancellation) => AskAsync(l => l.CamerasAsync(cancellation));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> EventTypesAsync(CancellationToken cancellation) => AskAsync(l => l.EventTypesAsync(cancellation));

    /// <inheritdoc/>
    public Task<IReadOnlyList<DateOnly>> DaysAsync(CatalogQuery query, CancellationToken cancellation) => AskAsync(l => l.DaysAsync(query, cancellation));

    /// <inheritdoc/>
    public Task<IReadOnlyList<FrameCount>> CountFramesAsync(CatalogQuery query, TimeSpan span, CancellationToken cancellation) =>
        AskAsync(l => l.CountFramesAsync(query, span, cancellation));

    private Task<T> AskAsync<T>(Func<CatalogListing, Task<T>> ask) => home.AskAsync(() => ask(home.Listing));
}
