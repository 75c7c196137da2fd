using Catchment.Telemetry.Replicas;

namespace Catchment.Telemetry.Settings;

/// <summary>What is told of copies of files. Source: <c>telemetry</c> 13.</summary>
public sealed record ReplicaSettings
{
    /// <summary>The name under which copies on this computer's volumes are recorded; null: that of its own files.</summary>
    public string? Hostname { get; init; }

    /// <summary>Which folders of volumes stand for which folders of hosts.</summary>
    public ReplicaMaps Maps { get; init; } = ReplicaMaps.None;
}
