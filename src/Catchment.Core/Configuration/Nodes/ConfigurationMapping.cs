namespace Catchment.Core.Configuration;

/// <summary>Keys with values, in the order of the file; no key stands twice.</summary>
public sealed class ConfigurationMapping : ConfigurationNode
{
    private readonly Dictionary<string, int> _indexes;

    /// <summary>Makes a mapping.</summary>
    /// <param name="entries">The entries in their order.</param>
    /// <param name="origin">Where the mapping begins.</param>
    /// <exception cref="ArgumentException">A key stands twice.</exception>
    public ConfigurationMapping(IReadOnlyList<ConfigurationEntry> entries, ConfigurationOrigin origin)
        : base(origin)
    {
        Entries = entries;
        _indexes = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        for (var index = 0; index < entries.Count; index++)
            _indexes.Add(entries[index].Key, index);
    }

    /// <summary>The entries in the order of the file.</summary>
    public IReadOnlyList<ConfigurationEntry> Entries { get; }

    /// <summary>The entry of a key, or null when the mapping has no such key. Case matters.</summary>
    /// <param name="key">The key's text.</param>
    public ConfigurationEntry? Find(string key) => _indexes.TryGetValue(key, out var index) ? Entries[index] : null;

    /// <summary>The same mapping with one entry replaced where it stands, or added at the end.</summary>
    /// <param name="entry">The new entry.</param>
    public ConfigurationMapping With(ConfigurationEntry entry)
    {
        var entries = Entries.ToList();
        if (_indexes.TryGetValue(entry.Key, out var index))
            entries[index] = entry;
        else
            entries.Add(entry);
        return new ConfigurationMapping(entries, Origin);
    }
}
