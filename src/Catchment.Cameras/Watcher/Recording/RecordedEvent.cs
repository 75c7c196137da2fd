namespace Catchment.Cameras.Watcher.Recording;

/// <summary>What a day's index tells of an event in each of its rows.</summary>
/// <param name="Node">The outpost.</param>
/// <param name="View">Its view.</param>
/// <param name="Start">The event's start, the outpost's local time.</param>
/// <param name="Width">The view's width in pixels.</param>
/// <param name="Height">The view's height in pixels.</param>
public sealed record RecordedEvent(string Node, string View, DateTime Start, long Width, long Height);
