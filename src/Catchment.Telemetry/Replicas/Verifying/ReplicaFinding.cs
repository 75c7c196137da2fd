namespace Catchment.Telemetry.Replicas.Verifying;

/// <summary>A copy that is not as it should be.</summary>
/// <param name="Fault">What it is.</param>
/// <param name="OriginHost">The host of the original.</param>
/// <param name="OriginPath">The original's path there.</param>
/// <param name="Path">Where the copy is, or was.</param>
/// <param name="IsOriginalHere">Whether its original is there, where that can be seen from here; null: it cannot.</param>
/// <param name="Reason">Why it cannot be read.</param>
public sealed record ReplicaFinding(ReplicaFault Fault, string OriginHost, string OriginPath, string Path, bool? IsOriginalHere, string? Reason);
