using Catchment.Cameras.Catalog;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings.Listing;

namespace Catchment.Cameras.Recordings;

/// <summary>The catalog of recorded events where it is at the moment.</summary>
/// <param name="home">Where that is.</param>
public sealed class RecordingCatalog(CatalogHome home) : IRecordingCatalog
{
    private RecordingListing Listing => new(home.Reading, home.Sink);

    /// <inheritdoc/>
    public Task<CatalogPage<Recording>> RecordingsAsync(RecordingQuery query, CancellationToken cancellation) =>
        home.AskAsync(() => Listing.RecordingsAsync(query, cancellation));

    /// <inheritdoc/>
    public Task<Recording?> RecordingAsync(EventKey key, CancellationToken cancellation) => home.AskAsync(() => Listing.RecordingAsync(key, cancellation));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordingDay>> DaysAsync(RecordingQuery query, CancellationToken cancellation) =>
        home.AskAsync(() => Listing.DaysAsync(query, cancellation));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordingView>> ViewsAsync(CancellationToken cancellation) => home.AskAsync(() => Listing.ViewsAsync(cancellation));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> LabelsAsync(CancellationToken cancellation) => home.AskAsync(() => Listing.LabelsAsync(cancellation));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> TypesAsync(CancellationToken cancellation) => home.AskAsync(() => Listing.TypesAsync(cancellation));
}
