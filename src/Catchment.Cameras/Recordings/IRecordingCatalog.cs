using Catchment.Cameras.Catalog;
using Catchment.Cameras.Events;

namespace Catchment.Cameras.Recordings;

/// <summary>
/// Asks the catalog of recorded events: the database's index over the CSV files, which stay the truth. Every method throws
/// <see cref="CatalogException"/>, and nothing else of its own.
/// </summary>
public interface IRecordingCatalog
{
    /// <summary>Recorded events, by start.</summary>
    Task<CatalogPage<Recording>> RecordingsAsync(RecordingQuery query, CancellationToken cancellation);

    /// <summary>One event; null when it is not listed.</summary>
    Task<Recording?> RecordingAsync(EventKey key, CancellationToken cancellation);

    /// <summary>The days that have events, newest first, with how many there are. Cursor, limit and order of the query do not count.</summary>
    Task<IReadOnlyList<RecordingDay>> DaysAsync(RecordingQuery query, CancellationToken cancellation);

    /// <summary>The outposts' views that have events, by node and view; at most a thousand.</summary>
    Task<IReadOnlyList<RecordingView>> ViewsAsync(CancellationToken cancellation);

    /// <summary>The labels that occur, in order; at most a thousand.</summary>
    Task<IReadOnlyList<string>> LabelsAsync(CancellationToken cancellation);

    /// <summary>The types of tracking sets that occur, in order; at most a thousand.</summary>
    Task<IReadOnlyList<string>> TypesAsync(CancellationToken cancellation);
}
