namespace Catchment.Telemetry.Replicas;

/// <summary>A place in the list of copies, which is ordered by these; a page begins behind one.</summary>
/// <param name="OriginHost">The host of the original.</param>
/// <param name="OriginPath">The original's path there.</param>
/// <param name="ReplicaHost">Where the copy is; empty: there is none.</param>
/// <param name="ReplicaPath">Its path there; empty: there is none.</param>
public sealed record ReplicaPosition(string OriginHost, string OriginPath, string ReplicaHost, string ReplicaPath);
