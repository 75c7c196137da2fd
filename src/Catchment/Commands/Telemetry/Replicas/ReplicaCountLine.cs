namespace Catchment.Commands.Telemetry.Replicas;

/// <summary>How many copies there are in a state, in JSON.</summary>
internal sealed record ReplicaCountLine(string OriginHost, string? Hostname, string State, long Files, long Bytes);
