using Catchment.Core.Storage;
using Catchment.Telemetry.Replicas.Copying;

namespace Catchment.Telemetry.Replicas.Verifying;

/// <summary>Copies in a store.</summary>
/// <param name="store">The store.</param>
internal sealed class StoredCopies(StoreTarget store) : IVerifiedPlace
{
    /// <inheritdoc/>
    public CopyFacts? Look(string path, CancellationToken stop) => store.LookAt(path, stop) is { } found ? new CopyFacts(found.Size, found.Modified) : null;

    /// <inheritdoc/>
    public bool IsAway(string path) => false; // It has answered.

    /// <inheritdoc/>
    public bool? HasContentOf(ReplicaRow copy, FileFacts original, CancellationToken stop)
    {
        if (store.LookAt(copy.Path, stop)?.Sha256 is not { } digest)
            return null;
        using var source = CopySource.Open(copy.OriginPath, original);
        var content = ContentDigests.Of(source.Content, long.MaxValue, stop);
        return source.IsUnchanged ? string.Equals(content.Sha256, digest, StringComparison.OrdinalIgnoreCase) : null;
    }
}
