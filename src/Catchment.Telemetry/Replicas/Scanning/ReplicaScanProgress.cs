namespace Catchment.Telemetry.Replicas.Scanning;

/// <summary>How far a scan has come.</summary>
/// <param name="Volume">Where it is.</param>
/// <param name="Seen">Files seen.</param>
public sealed record ReplicaScanProgress(string Volume, long Seen);
