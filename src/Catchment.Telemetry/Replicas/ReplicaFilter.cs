namespace Catchment.Telemetry.Replicas;

/// <summary>Which copies, and originals without one, are asked for; by itself all of them.</summary>
public sealed record ReplicaFilter
{
    /// <summary>Only those in this state.</summary>
    public ReplicaState? State { get; init; }

    /// <summary>Only those whose originals are this host's.</summary>
    public string? OriginHost { get; init; }

    /// <summary>Only copies in this place; <see cref="ReplicaState.Missing"/> are then originals that have none there, whatever they have elsewhere.</summary>
    public string? ReplicaHost { get; init; }

    /// <summary>Only what is behind this place in the list; null: from its begin on.</summary>
    public ReplicaPosition? After { get; init; }

    /// <summary>So many at most, 1 or more; null: all.</summary>
    public int? Limit { get; init; }
}
