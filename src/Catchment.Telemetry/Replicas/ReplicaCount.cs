namespace Catchment.Telemetry.Replicas;

/// <summary>How many copies of a host's files there are in a place, in a state.</summary>
/// <param name="OriginHost">The host of the originals.</param>
/// <param name="ReplicaHost">Where the copies are; null with <see cref="ReplicaState.Missing"/>: originals that have a copy nowhere. With a place: those that have none there.</param>
/// <param name="State">The state.</param>
/// <param name="Files">Copies, or originals without one.</param>
/// <param name="Bytes">Bytes of the copies; of what is gone or missing those of the originals.</param>
public sealed record ReplicaCount(string OriginHost, string? ReplicaHost, ReplicaState State, long Files, long Bytes);
