using Catchment.Telemetry.Settings;

namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>Opens what files can be copied to.</summary>
internal static class CopyTargets
{
    /// <summary>Opens a folder, or <c>s3://bucket/prefix</c>.</summary>
    /// <param name="target">Its path or address.</param>
    /// <param name="hostname">The name under which copies on this computer's volumes are recorded.</param>
    /// <param name="recorded">How many copies on this computer's volumes are recorded below a path.</param>
    /// <param name="options">How a store is reached.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="CopyTargetException">It cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal static ICopyTarget Open(string target, string hostname, Func<string, long> recorded, TelemetryReplicaOptions options, CancellationToken stop) =>
        ReplicaMap.IsStore(target) ? StoreTarget.Open(target, options, stop) : FolderTarget.Open(target, hostname, recorded);
}
