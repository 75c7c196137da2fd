namespace Catchment.Cameras.Catalog;

/// <summary>Asks the catalog of frames and event messages. Every method throws <see cref="CatalogException"/>, and nothing else of its own.</summary>
public interface ICameraCatalog
{
    /// <summary>Frames, by time.</summary>
    Task<CatalogPage<FrameEntry>> FramesAsync(CatalogQuery query, CancellationToken cancellation);

    /// <summary>Event messages, by time.</summary>
    Task<CatalogPage<EventEntry>> EventsAsync(CatalogQuery query, CancellationToken cancellation);

    /// <summary>All cameras that ever sent a frame or an event, by label; at most a thousand.</summary>
    Task<IReadOnlyList<Camera>> CamerasAsync(CancellationToken cancellation);

    /// <summary>The types of event messages, in order; at most a thousand.</summary>
    Task<IReadOnlyList<string>> EventTypesAsync(CancellationToken cancellation);

    /// <summary>The days on which frames were received, newest first, without counting them.</summary>
    /// <param name="query">Node, view, type, from, to and limit count.</param>
    /// <param name="cancellation">Ends the question.</param>
    Task<IReadOnlyList<DateOnly>> DaysAsync(CatalogQuery query, CancellationToken cancellation);

    /// <summary>How many frames there are in each span of time that has any, oldest first.</summary>
    /// <param name="query">Node, view, type, from and to count; from and to are required.</param>
    /// <param name="span">The spans' length, a second or more; they are counted from midnight.</param>
    /// <param name="cancellation">Ends the question.</param>
    Task<IReadOnlyList<FrameCount>> CountFramesAsync(CatalogQuery query, TimeSpan span, CancellationToken cancellation);
}
