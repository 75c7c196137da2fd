namespace Catchment.Core.Configuration.Yaml;

/// <summary>Collects the entries of one mapping: its own, where the last of a key counts, before merged ones.</summary>
internal sealed class YamlMappingBuilder
{
    private readonly Dictionary<string, int> _ownIndexes = new(StringComparer.Ordinal);
    private readonly List<ConfigurationEntry> _own = [];
    private Dictionary<string, ConfigurationEntry>? _merged;

    /// <summary>Adds an entry of the mapping itself.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>The earlier entry of the same key, which no longer counts; null when there was none.</returns>
    public ConfigurationEntry? Add(ConfigurationEntry entry)
    {
        if (_ownIndexes.TryAdd(entry.Key, _own.Count))
        {
            _own.Add(entry);
            return null;
        }

        var index = _ownIndexes[entry.Key];
        var earlier = _own[index];
        _own[index] = entry;
        return earlier;
    }

    /// <summary>Lays the entries of another mapping under the mapping's own; a later merge wins over an earlier.</summary>
    /// <param name="mapping">The value of a merge key.</param>
    public void Merge(ConfigurationMapping mapping)
    {
        _merged ??= new Dictionary<string, ConfigurationEntry>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
            _merged[entry.Key] = entry;
    }

    /// <summary>All entries, merged ones first.</summary>
    public IReadOnlyList<ConfigurationEntry> Build() => _merged is null
        ? _own
        : [.. _merged.Values.Where(entry => !_ownIndexes.ContainsKey(entry.Key)), .. _own];
}
