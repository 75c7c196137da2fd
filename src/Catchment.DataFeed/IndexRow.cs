namespace Catchment.DataFeed;

/// <summary>A row of a day's index: one tracking set of one event.</summary>
/// <param name="Node">The outpost; null: missing in the file.</param>
/// <param name="View">The outpost's view; null: missing.</param>
/// <param name="Time">The event's start, the outpost's local time; null: unreadable.</param>
/// <param name="Event">The event's id; null: missing.</param>
/// <param name="Width">The view's width in pixels; null: missing.</param>
/// <param name="Height">The view's height in pixels; null: missing.</param>
/// <param name="Type">The tracking set's type, such as <c>trk</c>; null: missing.</param>
public sealed record IndexRow(string? Node, string? View, DateTime? Time, string? Event, long? Width, long? Height, string? Type);
