using Catchment.Cameras.Watcher.Outposts;

namespace Catchment.Cameras.Watcher.Control;

/// <summary>A view of an outpost introduces itself.</summary>
/// <param name="Camera">The view.</param>
internal sealed record CamUpRequest(WatcherCamera Camera) : ControlRequest;
