using Catchment.Cameras.Events;

namespace Catchment.Cameras.Watcher.Control;

/// <summary>An event is to be deleted.</summary>
/// <param name="Key">The event.</param>
internal sealed record DeleteRequest(EventKey Key) : ControlRequest;
