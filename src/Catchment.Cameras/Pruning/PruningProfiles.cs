namespace Catchment.Cameras.Pruning;

/// <summary>Which profile is whose.</summary>
/// <remarks>Source: the camera specification, 11.</remarks>
public sealed class PruningProfiles
{
    /// <summary>The profile of nodes that no other names.</summary>
    public const string Default = "default";

    private readonly Dictionary<string, (string Name, PruningProfileOptions Profile)> _ofNodes = new(StringComparer.Ordinal);
    private readonly PruningProfileOptions _default;

    /// <summary>Sorts the profiles by node; where two name the same node, the first is taken. <see cref="Problems"/> tells of those.</summary>
    public PruningProfiles(PruningOptions options)
    {
        foreach (var (name, profile) in options.RetentionProfiles)
        {
            foreach (var node in profile.Nodes)
                _ofNodes.TryAdd(node, (name, profile));
        }

        _default = options.RetentionProfiles.GetValueOrDefault(Default) ?? new PruningProfileOptions();
    }

    /// <summary>A node's profile and its name.</summary>
    public (string Name, PruningProfileOptions Profile) Of(string node) => _ofNodes.TryGetValue(node, out var found) ? found : (Default, _default);

    /// <summary>What makes no sense: key, what was found, what is allowed.</summary>
    public static IEnumerable<(string Key, string Found, string Allowed)> Problems(PruningOptions options)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, profile) in options.RetentionProfiles)
        {
            foreach (var node in profile.Nodes)
            {
                if (!owners.TryAdd(node, name))
                    yield return ($"watcher.retention.retention_profiles.{name}.nodes", node, $"each node in one profile; this one is in {owners[node]} already");
            }
        }
    }
}
