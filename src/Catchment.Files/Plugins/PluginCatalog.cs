using System.Collections.Frozen;
using Catchment.Core.Plugins;
using Catchment.Files.Plugins.Fits;
using Catchment.Files.Plugins.Foreign;
using Catchment.Files.Plugins.S3;
using Catchment.Files.Settings;

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
        [NullIngest.Definition, ExecIngest.Definition, Gen2Ingest.Definition, Gen3Ingest.Definition, FitsIngest.Definition, S3Ingest.Definition]);

    /// <summary>The plugins that a configuration can name: those of the program, and those of its folder.</summary>
    /// <param name="options">Its key <c>plugin</c>.</param>
    /// <param name="configurationFile">The file that it stands in; null: there is none.</param>
    /// <param name="further">Plugins that come with the program and are no part of this wing.</param>
    /// <exception cref="PluginException">There is no such folder, or it cannot be read.</exception>
    public static PluginCatalog Of(PluginOptions options, string? configurationFile, params IEnumerable<PluginDefinition> further)
    {
        var own = new PluginCatalog([.. BuiltIn._plugins.Values, .. further]);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Folder is { } named && !Directory.Exists(named))
            throw new PluginException($"plugin.folder: there is no folder '{named}'.");
        var folder = options.Folder ?? (configurationFile is null ? null : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(configurationFile))!, "plugins"));
        return folder is null ? own : own.WithFolder(Path.GetFullPath(folder));
    }

    /// <summary>The same plugins, and those that lie in a folder. Nothing of the folder is run before one of them is set up.</summary>
    /// <param name="folder">An absolute path; when there is no such folder, there are no plugins in it.</param>
    /// <exception cref="PluginException">The folder cannot be read.</exception>
    public PluginCatalog WithFolder(string folder)
    {
        var foreign = PluginFolder.Find(folder);
        var taken = foreign.Where(plugin => _plugins.ContainsKey(plugin.Name)).Select(plugin => plugin.Name).ToHashSet(StringComparer.Ordinal);
        return new PluginCatalog(
        [
            .. _plugins.Values.Where(plugin => !taken.Contains(plugin.Name)),
            .. foreign.Where(plugin => !taken.Contains(plugin.Name)),
            .. taken.Select(name => new PluginDefinition(name, _ => throw new PluginException(
                $"plugin.name: \"{name}\" is a plugin that comes with the program, and one in {folder} has the same name; give that one another name."))),
        ]);
    }

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
