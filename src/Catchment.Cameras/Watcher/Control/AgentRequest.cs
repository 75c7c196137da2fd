using Catchment.Cameras.Watcher.Sentinel;

namespace Catchment.Cameras.Watcher.Control;

/// <summary>A further sentinel is to be listened to.</summary>
/// <param name="Agent">The sentinel.</param>
internal sealed record AgentRequest(SentinelAgent Agent) : ControlRequest;
