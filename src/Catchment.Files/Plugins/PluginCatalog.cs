using System.Collections.Frozen;
using Catchment.Core.Plugins;
using Catchment.Files.Plugins.Fits;

namespace Catchment.Files.Plugins;

/// <summary>The plugins that there are, by name. Source: <c>files</c> 6.</summary>
public sealed class PluginCatalog
{
    private readonly FrozenDictionary<string, PluginDefinition> _plugins;

    /// <summary>Makes a catalog.</summary>
    /// <param name="plugins">The plugins.</param>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public PluginCatalog(IEnumerable<PluginDefinition> plugins) => _plugins = plugins.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>The plugins that come with the program.</summary>
    public static PluginCatalog BuiltIn { get; } = new(
        [NullIngest.Definition, ExecIngest.Definition, Gen2Ingest.Definition, Gen3Ingest.Definition, FitsIngest.Definition]);

    /// <summary>Their names.</summary>
    public IReadOnlyCollection<string> Names => _plugins.Keys;

    /// <summary>Sets a plugin up.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="setup">Its settings.</param>
    /// <returns>What makes the instance of each thread.</returns>
    /// <exception cref="PluginException">There is no such plugin, or its settings are wrong.</exception>
    public Func<IIngestPlugin> Prepare(string name, PluginSetup setup) =>
        _plugins.TryGetValue(name, out var plugin)
            ? plugin.Prepare(setup)
            : throw new PluginException($"plugin.name: there is no plugin \"{name}\"; there are {string.Join(", ", Names.Order(StringComparer.Ordinal))}.");
}
