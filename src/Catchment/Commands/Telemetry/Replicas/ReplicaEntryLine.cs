namespace Catchment.Commands.Telemetry.Replicas;

/// <summary>A copy, or an original without one, in JSON.</summary>
internal sealed record ReplicaEntryLine(
    string OriginHost, string OriginPath, string? ModificationTime, long? SizeBytes, string? Hostname, string? ReplicaPath, string? OriginModificationTime, long? ReplicaSizeBytes, string State);
