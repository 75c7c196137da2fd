using Catchment.Core.Configuration;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Plugins;
using Catchment.Files.Backfill;
using Catchment.Files.Finder;
using Catchment.Files.Ingester;
using Catchment.Files.Plugins;
using Catchment.Files.Settings;
using Catchment.Telemetry.Plugin;

namespace Catchment.Composition;

/// <summary>What the file services run with: those that the configuration has keys of.</summary>
internal sealed class FilesConfiguration
{
    private const int MostAtOnce = 64;

    private readonly LoadedConfiguration _loaded;
    private readonly string _stateDirectory;

    /// <summary>Reads the keys.</summary>
    /// <param name="loaded">The configuration.</param>
    /// <param name="stateDirectory">Where services keep their state, each in a folder of its name.</param>
    /// <param name="refuse">Told what is wrong: key, what was found, what is allowed.</param>
    internal FilesConfiguration(LoadedConfiguration loaded, string stateDirectory, Action<string, string, string> refuse)
    {
        (_loaded, _stateDirectory) = (loaded, stateDirectory);
        var options = loaded.Section<FilesOptions>();
        IReadOnlyList<(string Key, string Found, string Allowed)> problems = [];
        if (IsFor(FinderMetrics.Service))
            Finder = FinderSettings.Resolve(options, out problems);
        Refuse();
        if (IsFor(IngesterMetrics.Service))
        {
            Plugins = FindPlugins(options.Ingester.Plugin, refuse);
            Ingester = IngesterSettings.Resolve(options, IsOriginal, Plugins.Names, out problems);
        }

        Refuse();
        if (IsFor(BackfillRun.Name))
            Backfill = BackfillSettings.Resolve(options, out problems);
        Refuse();
        Notifications = NotificationSettings.Resolve(options, out problems);
        Refuse();

        void Refuse()
        {
            foreach (var (key, found, allowed) in problems)
                refuse(key, found, allowed);
            problems = [];
        }
    }

    /// <summary>The plugins that there are.</summary>
    internal PluginCatalog Plugins { get; } = PluginCatalog.BuiltIn;

    /// <summary>The file is one of endmgr's.</summary>
    internal bool IsOriginal => EndpointFiles.All.Contains(_loaded.Original);

    /// <summary>Tables of files are named, whether a service uses them or not.</summary>
    internal bool NamesDatabase => IsOriginal || _loaded.IsSet($"{FilesOptions.Section}.database");

    /// <summary>Null when it is not configured, or wrong.</summary>
    internal FinderSettings? Finder { get; }

    /// <summary>Null when it is not configured, or wrong.</summary>
    internal IngesterSettings? Ingester { get; }

    /// <summary>Null when it is not configured, or wrong.</summary>
    internal BackfillSettings? Backfill { get; }

    /// <summary>Null when nobody is to be told of results.</summary>
    internal NotificationSettings? Notifications { get; }

    /// <summary>The storage folder; null: no component of the configuration names it.</summary>
    internal string? Storage => Finder?.Storage ?? Ingester?.Storage ?? Backfill?.Storage;

    /// <summary>The log in endmgr's form; null: nothing is configured.</summary>
    internal PythonLogging? Log => (Finder?.Log ?? Ingester?.Log ?? Backfill?.Log)?.ToPythonLogging();

    /// <summary>
    /// Takes a component's state folder: beside the configuration file, or where that may not be written in the service's or the user's own
    /// state. Where several of one component may run with one file, the first folder that is free.
    /// </summary>
    /// <exception cref="StateFolderException">It cannot be had.</exception>
    internal StateFolder ClaimState(string component) => Claim(StatePath(component), component);

    /// <summary>The folder, claimed by nobody: where a database lets nobody make a schema, what is known of its files is in it.</summary>
    /// <exception cref="StateFolderException">It cannot be had.</exception>
    internal string StatePath(string component)
    {
        var places = Places(component);
        try
        {
            StateFolder.Make(places[0]);
        }
        catch (StateFolderException) when (places.Length > 1)
        {
            return places[1];
        }

        return places[0];
    }

    /// <summary>The status sockets of components that run with this configuration, or did.</summary>
    internal IEnumerable<string> Sockets() =>
        from component in new[] { FinderMetrics.Service, IngesterMetrics.Service }
        where IsFor(component)
        let folders = Places(component).SelectMany(place => Enumerable.Range(1, MostAtOnce).Select(number => Numbered(place, number)).TakeWhile(Directory.Exists))
        from folder in folders.DefaultIfEmpty(Places(component)[0])
        select Path.Combine(folder, component + ".sock");

    /// <summary>Where a component's state may be; the first that can be had.</summary>
    internal string[] Places(string component)
    {
        var path = Path.Combine(_stateDirectory, component);
        if (!IsOriginal)
            return [path];

        // Files of several components, and of several managers, may lie in one folder.
        var stem = Path.GetFileNameWithoutExtension(_loaded.FilePath)!;
        if (stem != component)
            path = $"{path}-{stem}";
        return OwnState() is { } own ? [path, Path.Combine(own, path.TrimStart('/').Replace('/', '_'))] : [path];
    }

    private static StateFolder Claim(string place, string component)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return StateFolder.Open(Numbered(place, number));
            }
            catch (StateFolderException) when (component == IngesterMetrics.Service && number < MostAtOnce && Directory.Exists(Numbered(place, number)))
            {
                // Another ingester shares the work.
            }
        }
    }

    private static string Numbered(string place, int number) => number == 1 ? place : $"{place}-{number}";

    /// <summary>Where systemd says (<c>StateDirectory=</c>), or below the user's home; null: there is neither.</summary>
    internal static string? OwnState()
    {
        if (Environment.GetEnvironmentVariable("STATE_DIRECTORY")?.Split(':')[0] is { Length: > 0 } service)
            return service;
        return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } user ? Path.Combine(user, "catchment") : null;
    }

    private PluginCatalog FindPlugins(PluginOptions options, Action<string, string, string> refuse)
    {
        try
        {
            return PluginCatalog.Of(options, _loaded.FilePath, TelemetryIngest.Definition);
        }
        catch (PluginException e)
        {
            refuse($"{FilesOptions.Section}.ingester.plugin.folder", $"a folder that cannot be used ({e.Message})", "a folder of plugins");
            return PluginCatalog.BuiltIn;
        }
    }

    private bool IsFor(string component) =>
        _loaded.Original is { } original ? _loaded.Root is not null && original.Section == FilesOptions.Section && original.DistinctiveKey == component : _loaded.IsSet($"{FilesOptions.Section}.{component}");
}
