using Catchment.Core.Configuration.Binding;

namespace Catchment.Core.Configuration.Toml;

/// <summary>A table while its keys come in, from several places of the text.</summary>
/// <param name="origin">Where it begins.</param>
internal sealed class TomlTable(ConfigurationOrigin origin)
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<(string Key, ConfigurationOrigin Origin, object Value)> _entries = [];
    private bool _hasHeader;

    /// <summary>The table at the end of a path, made when it is not there.</summary>
    /// <param name="path">The keys that lead to it; none: this one.</param>
    /// <param name="at">Where the path is written.</param>
    /// <param name="isHeader">Whether it is written in brackets: that may be done once.</param>
    /// <exception cref="ConfigurationException">Something else has one of these keys.</exception>
    public TomlTable Open(IReadOnlyList<string> path, ConfigurationOrigin at, bool isHeader)
    {
        var table = this;
        foreach (var key in path)
        {
            if (!table._indexes.TryGetValue(key, out var index))
            {
                index = table._entries.Count;
                table.Put(key, at, new TomlTable(at));
            }

            table = table._entries[index].Value as TomlTable ?? throw Twice(string.Join('.', path), at);
        }

        if (isHeader && table._hasHeader)
            throw Twice(string.Join('.', path), at);
        table._hasHeader |= isHeader;
        return table;
    }

    /// <summary>Adds a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="at">Where it is written.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ConfigurationException">It is there already.</exception>
    public void Add(string key, ConfigurationOrigin at, ConfigurationNode value)
    {
        if (_indexes.ContainsKey(key))
            throw Twice(key, at);
        Put(key, at, value);
    }

    /// <summary>All that came in.</summary>
    public ConfigurationMapping ToMapping() => new(
        [.. _entries.Select(static e => new ConfigurationEntry(e.Key, e.Origin, (e.Value as TomlTable)?.ToMapping() ?? (ConfigurationNode)e.Value))], origin);

    private void Put(string key, ConfigurationOrigin at, object value)
    {
        _indexes.Add(key, _entries.Count);
        _entries.Add((key, at, value));
    }

    private static ConfigurationException Twice(string key, ConfigurationOrigin at) =>
        new(at, $"'{NodeText.Printable(key)}' for a second time", "each key and each [table] once");
}
