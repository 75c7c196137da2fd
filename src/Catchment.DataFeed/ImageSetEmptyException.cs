namespace Catchment.DataFeed;

/// <summary>There is no such event, or it has no pictures. In Python <c>ImageSetEmpty</c>.</summary>
public sealed class ImageSetEmptyException : DataFeedException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="date">The day.</param>
    /// <param name="evt">The event's id.</param>
    public ImageSetEmptyException(DateOnly date, string evt)
        : base($"no pictures for the event {evt} of {date:yyyy-MM-dd}") => (Date, Event) = (date, evt);

    /// <summary>The day.</summary>
    public DateOnly Date { get; }

    /// <summary>The event's id.</summary>
    public string Event { get; }
}
