namespace Catchment.DataFeed;

/// <summary>There is no such tracking set, or it has no rows. In Python <c>TrackingSetEmpty</c>.</summary>
public sealed class TrackingSetEmptyException : DataFeedException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="date">The day.</param>
    /// <param name="evt">The event's id.</param>
    /// <param name="type">The tracking set's type.</param>
    public TrackingSetEmptyException(DateOnly date, string evt, string type)
        : base($"no tracking data of the type '{type}' for the event {evt} of {date:yyyy-MM-dd}") => (Date, Event, Type) = (date, evt, type);

    /// <summary>The day.</summary>
    public DateOnly Date { get; }

    /// <summary>The event's id.</summary>
    public string Event { get; }

    /// <summary>The tracking set's type.</summary>
    public string Type { get; }
}
