using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins.Foreign;

/// <summary>
/// The folder of plugins that others wrote: assemblies in it, or each with its own dependencies in a folder below. What they offer is
/// read from their metadata; an assembly is loaded when its plugin is set up, and not before.
/// </summary>
internal static class PluginFolder
{
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The plugins in a folder. One that cannot be used is among them: it tells why when it is set up.</summary>
    /// <param name="folder">An absolute path; need not exist.</param>
    /// <exception cref="PluginException">It cannot be read.</exception>
    public static IReadOnlyList<PluginDefinition> Find(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        try
        {
            var files = Directory.EnumerateFiles(folder, "*.dll").Concat(Directory.EnumerateDirectories(folder).SelectMany(below => Directory.EnumerateFiles(below, "*.dll")));
            return [.. files.Order(StringComparer.Ordinal).SelectMany(AssemblyScan.Of).GroupBy(found => found.Name, StringComparer.Ordinal).Select(all => Definition(folder, all.Key, [.. all]))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PluginException($"plugin.folder: {folder} cannot be read: {e.Message}", e);
        }
    }

    private static PluginDefinition Definition(string folder, string name, IReadOnlyList<ForeignPlugin> found) => new(name, setup =>
    {
        if (found.Count > 1)
            throw new PluginException($"plugin.name: \"{name}\" is there {found.Count} times: {string.Join(", ", found.Select(one => one.File))}. Remove all but one.");
        var plugin = found[0];
        // What others may write they may replace by a program of theirs, which then runs with our rights.
        foreach (var path in new[] { folder, Path.GetDirectoryName(plugin.File)!, plugin.File }.Concat(Directory.EnumerateFiles(Path.GetDirectoryName(plugin.File)!, "*.dll")))
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & WritableByOthers) != UnixFileMode.None)
                throw new PluginException($"plugin.folder: {path} can be written by others than its owner, who could run any program as this user. Take the right away: chmod go-w {path}");
        }

        return plugin.Problem is { } problem
            ? throw new PluginException($"plugin.name: {plugin.File}: {problem}")
            : PluginAssembly.Prepare(plugin, setup);
    });
}
