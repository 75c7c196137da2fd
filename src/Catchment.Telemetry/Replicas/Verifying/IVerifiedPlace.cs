using Catchment.Core.Storage;

namespace Catchment.Telemetry.Replicas.Verifying;

/// <summary>Where copies are looked at.</summary>
internal interface IVerifiedPlace
{
    /// <summary>What is behind a path; null: no file.</summary>
    /// <exception cref="IOException">It cannot be asked.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    CopyFacts? Look(string path, CancellationToken stop);

    /// <summary>Whether nothing can be said of a path that there is nothing behind, as all that it is in is not here.</summary>
    bool IsAway(string path);

    /// <summary>Whether a copy has its original's content; null: that cannot be told.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    bool? HasContentOf(ReplicaRow copy, FileFacts original, CancellationToken stop);
}
