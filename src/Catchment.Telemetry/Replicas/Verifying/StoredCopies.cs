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
        if (store.LookAt(copy.Path, stop) is not { Sha256: { } digest } found)
            return null;
        using var source = CopySource.Open(copy.OriginPath, original);
        var content = ContentDigests.Of(source.Content, store.PartSize(original.Size), stop);

        // The digest is what was said to the store. Of one part it says itself what it has; of several only whoever knows where they ended can tell.
        return source.IsUnchanged ? string.Equals(content.Sha256, digest, StringComparison.OrdinalIgnoreCase) && (content.Parts.Count > 1 || found.IsOf(content)) : null;
    }
}
