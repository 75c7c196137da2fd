using Catchment.Core.Storage;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Replicas.Verifying;

/// <summary>Copies on mounted volumes.</summary>
/// <param name="folders">The folders that were given, without a slash at their ends.</param>
/// <param name="maps">Mappings, whose folders are taken for those of volumes.</param>
internal sealed class CopiesOnVolumes(IReadOnlyList<string> folders, ReplicaMaps maps) : IVerifiedPlace
{
    private readonly Dictionary<string, bool> _roots = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public CopyFacts? Look(string path, CancellationToken stop) =>
        path.StartsWith('/') && ContentComparison.Look(path) is { Kind: FileKind.File } facts ? new CopyFacts(facts.Size, Instant.OfFile(facts.Modified)) : null;

    /// <summary>
    /// Whether a volume is not mounted: the folder that was given, or that a mapping names, is empty or not there; and where there is no such
    /// folder, the file's own folder.
    /// </summary>
    public bool IsAway(string path)
    {
        if (!path.StartsWith('/'))
            return true; // in a store, under this computer's name
        var root = folders.FirstOrDefault(f => ReplicaMap.Covers(f, path)) ?? maps.RootOf(path) ?? path[..path.LastIndexOf('/')];
        if (!_roots.TryGetValue(root, out var isHere))
            _roots[root] = isHere = HasContent(root);
        return !isHere;
    }

    /// <inheritdoc/>
    public bool? HasContentOf(ReplicaRow copy, FileFacts original, CancellationToken stop) => ContentComparison.AreSame(copy.OriginPath, original, copy.Path, stop);

    /// <summary>Whether a folder is there, with anything in it.</summary>
    internal static bool HasContent(string folder) => Directory.Exists(folder + "/") && Directory.EnumerateFileSystemEntries(folder + "/").Any();
}
