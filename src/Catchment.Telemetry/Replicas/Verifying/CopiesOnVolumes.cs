using Catchment.Core.Storage;
using Catchment.Telemetry.Replicas.Copying;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Replicas.Verifying;

/// <summary>Copies on mounted volumes.</summary>
/// <param name="folders">The folders that were given, without a slash at their ends.</param>
/// <param name="maps">Mappings, whose folders are taken for those of volumes.</param>
internal sealed class CopiesOnVolumes(IReadOnlyList<string> folders, ReplicaMaps maps) : IVerifiedPlace
{
    /// <inheritdoc/>
    public CopyFacts? Look(string path, CancellationToken stop) =>
        path.StartsWith('/') && ContentComparison.Look(path) is { Kind: FileKind.File } facts ? new CopyFacts(facts.Size, Instant.OfFile(facts.Modified)) : null;

    /// <summary>Whether a volume is not mounted. It is asked anew each time: a volume can go at any moment.</summary>
    /// <exception cref="IOException">It cannot be asked.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public bool IsAway(string path) => !path.StartsWith('/') || !FolderTarget.HasContent(Witness(path)); // else in a store, under this computer's name

    /// <inheritdoc/>
    public bool? HasContentOf(ReplicaRow copy, FileFacts original, CancellationToken stop) => ContentComparison.AreSame(copy.OriginPath, original, copy.Path, stop);

    /// <summary>The folder that says that a volume is mounted, by having something in it: that of the mapping, or the file's own one.</summary>
    private string Witness(string path)
    {
        var mapped = maps.RootOf(path);
        if (folders.Where(f => ReplicaMap.Covers(f, path)).MaxBy(static f => f.Length) is not { } given)
            return mapped ?? Above(path);

        // In the folder that was given volumes may be mounted, each in a folder that is empty, or not there, while it is away.
        if (mapped is not null && mapped.Length > given.Length)
            return Directory.Exists(mapped + "/") ? mapped : Above(mapped);
        var folder = Above(path);
        while (folder.Length > given.Length && !Directory.Exists(folder + "/"))
            folder = Above(folder);
        return folder;
    }

    private static string Above(string path) => path[..path.LastIndexOf('/')];
}
