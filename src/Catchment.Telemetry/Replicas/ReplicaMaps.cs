namespace Catchment.Telemetry.Replicas;

/// <summary>Mappings of which the longest prefix counts.</summary>
public sealed class ReplicaMaps
{
    private readonly ReplicaMap[] _maps;

    /// <summary>Mappings.</summary>
    /// <param name="maps">In any order.</param>
    public ReplicaMaps(IEnumerable<ReplicaMap> maps) => _maps = [.. maps];

    /// <summary>None.</summary>
    public static ReplicaMaps None { get; } = new([]);

    /// <summary>All of them.</summary>
    public IReadOnlyList<ReplicaMap> All => _maps;

    /// <summary>The original that a path is a copy of.</summary>
    /// <returns>Null: no mapping covers the path.</returns>
    internal (string Host, string Path)? Origin(string path) =>
        _maps.Where(m => ReplicaMap.Covers(m.Prefix, path)).MaxBy(static m => m.Prefix.Length) is { } map ? (map.Host, map.OriginPrefix + path[map.Prefix.Length..]) : null;

    /// <summary>Where the copy of an original is to be.</summary>
    /// <returns>Null: no mapping covers the original.</returns>
    internal string? Replica(string host, string path) =>
        _maps.Where(m => m.Host == host && ReplicaMap.Covers(m.OriginPrefix, path)).MaxBy(static m => m.OriginPrefix.Length) is { } map ? map.Prefix + path[map.OriginPrefix.Length..] : null;

    /// <summary>The folder of a mapping that a path is in; null: none.</summary>
    internal string? RootOf(string path) => _maps.Where(m => ReplicaMap.Covers(m.Prefix, path)).MaxBy(static m => m.Prefix.Length)?.Prefix;
}
