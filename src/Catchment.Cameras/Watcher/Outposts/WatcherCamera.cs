using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Watcher.Outposts;

/// <summary>One view of an outpost, and where it publishes.</summary>
/// <param name="Node">The outpost.</param>
/// <param name="View">Its view.</param>
/// <param name="Logger">Where it publishes its log.</param>
/// <param name="Images">Where it publishes its pictures.</param>
public sealed record WatcherCamera(string Node, string View, ZmqEndpoint Logger, ZmqEndpoint Images);
