using Catchment.Cameras.Events;

namespace Catchment.Cameras.Watcher;

/// <summary>An event whose outpost said that it ended; its last picture is stored and its file is closed.</summary>
/// <param name="Key">The event.</param>
/// <param name="Node">The outpost.</param>
/// <param name="View">Its view.</param>
/// <param name="Tasks">What is to be done with it; none: it is to be deleted.</param>
/// <remarks>Source: the camera specification, 10.3.</remarks>
public sealed record EndedEvent(EventKey Key, string Node, string View, IReadOnlyList<EndedTask> Tasks);
