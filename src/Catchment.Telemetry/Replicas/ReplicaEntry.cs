namespace Catchment.Telemetry.Replicas;

/// <summary>A copy of a file, or an original that has none.</summary>
/// <param name="OriginHost">The host of the original.</param>
/// <param name="OriginPath">The original's path there.</param>
/// <param name="Modified">When the original was written as the inventory knows it, UTC; null: it knows nothing of it.</param>
/// <param name="Size">The original's length in bytes; null: not known.</param>
/// <param name="ReplicaHost">Where the copy is; null: there is none.</param>
/// <param name="ReplicaPath">Its path there; null: there is none.</param>
/// <param name="ReplicaModified">When the version of the original that it is a copy of was written, UTC; null: there is none, or of no known version.</param>
/// <param name="ReplicaSize">Its length in bytes; null: there is none, or it is gone.</param>
/// <param name="State">How it stands to its original.</param>
public sealed record ReplicaEntry(
    string OriginHost, string OriginPath, DateTime? Modified, long? Size, string? ReplicaHost, string? ReplicaPath, DateTime? ReplicaModified, long? ReplicaSize, ReplicaState State)
{
    /// <summary>Its place in the list.</summary>
    public ReplicaPosition Position => new(OriginHost, OriginPath, ReplicaHost ?? "", ReplicaPath ?? "");
}
