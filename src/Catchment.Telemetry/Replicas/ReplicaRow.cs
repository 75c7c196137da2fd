namespace Catchment.Telemetry.Replicas;

/// <summary>A row of <c>file_replicas</c>. Times are microseconds since 1970, UTC.</summary>
/// <param name="OriginHost">The host of the original.</param>
/// <param name="OriginPath">The original's path there.</param>
/// <param name="Hostname">Where the copy is.</param>
/// <param name="Path">Its path there.</param>
/// <param name="Modified">When the version of the original was written that it is a copy of; null: of no known version.</param>
/// <param name="Size">Its length in bytes; null: it is gone.</param>
internal sealed record ReplicaRow(string OriginHost, string OriginPath, string Hostname, string Path, long? Modified, long? Size)
{
    /// <summary>When the original was created, where it is to be recorded too.</summary>
    internal long? Created { get; init; }

    /// <summary>Its content was compared: what a former comparison found no longer counts.</summary>
    internal bool IsCompared { get; init; }
}
