using Catchment.Core.Configuration;
using Catchment.Core.Configuration.Binding;
using Catchment.Files.Patterns;
using Catchment.Files.Tables;

namespace Catchment.Files.Settings;

/// <summary>What the ingester runs with: its options, with every default decided and every text read.</summary>
/// <remarks>Source: <c>files</c> 2.4, 5.7.</remarks>
public sealed record IngesterSettings
{
    private static readonly string[] Butlers = ["Gen2Ingest", "Gen3Ingest"];

    /// <summary>The tables; <see cref="FilesDatabaseSettings.Events"/> is there.</summary>
    public required FilesDatabaseSettings Database { get; init; }

    /// <summary>Absolute folder of tracked files; null: the one that the finder recorded for the same table.</summary>
    public string? Storage { get; init; }

    /// <summary>Name of the plugin; one of the names that were offered.</summary>
    public required string PluginName { get; init; }

    /// <summary>The plugin's settings as they are written, the user guide's short form of a butler made whole; null: none.</summary>
    public ConfigurationNode? PluginConfig { get; init; }

    /// <summary>Paths that are taken; empty: all.</summary>
    public required PatternList Include { get; init; }

    /// <summary>Paths that are not taken.</summary>
    public required PatternList Exclude { get; init; }

    /// <summary>The status that files are looked for by.</summary>
    public required FileStatus Status { get; init; }

    /// <summary>Further statuses that files are looked for by.</summary>
    public required IReadOnlyList<FileStatus> Also { get; init; }

    /// <summary>Files in a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Attempts at once.</summary>
    public required int Threads { get; init; }

    /// <summary>It goes on when no work is left.</summary>
    public required bool IsDaemon { get; init; }

    /// <summary>Wait after a search that found nothing.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>It also waits after each batch.</summary>
    public required bool PausesBetweenBatches { get; init; }

    /// <summary>Files of ingesters that are gone are taken back at start.</summary>
    public required bool Recovers { get; init; }

    /// <summary>The longest attempt; null: no limit.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>The log.</summary>
    public required FilesLogSettings Log { get; init; }

    /// <summary>Decides the defaults and reads the texts.</summary>
    /// <param name="options">The section as bound.</param>
    /// <param name="isOriginal">It stands in an original's file, and behaves as the original where it says nothing.</param>
    /// <param name="plugins">The names of the plugins that there are.</param>
    /// <param name="problems">What it cannot start with: key, what was found, what is allowed.</param>
    /// <returns>Null when there are problems.</returns>
    public static IngesterSettings? Resolve(
        FilesOptions options, bool isOriginal, IReadOnlyCollection<string> plugins, out IReadOnlyList<(string Key, string Found, string Allowed)> problems)
    {
        ArgumentNullException.ThrowIfNull(options);
        var all = new SettingProblems(FilesOptions.Section);
        var database = ComponentSettings.Database(options, needsEvents: true, all);
        var log = ComponentSettings.Log(options, all);
        var found = new SettingProblems($"{FilesOptions.Section}.ingester");
        var ingester = options.Ingester;
        var plugin = found.Required("plugin.name", ingester.Plugin.Name, "the name of a plugin");
        if (plugin.Length > 0 && !plugins.Contains(plugin, StringComparer.Ordinal))
            found.Add("plugin.name", $"\"{NodeText.Printable(plugin)}\"", $"one of {string.Join(", ", plugins.Order(StringComparer.Ordinal))}");
        var status = found.Status("file_status", ingester.FileStatus);
        IReadOnlyList<string> further = ingester.Also ?? (isOriginal ? [] : [FileStatusText.Of(FileStatus.Rerun)]);
        var also = further.Select((word, i) => found.Status($"also[{i}]", word)).Where(one => one != status).Distinct().ToArray();
        var include = found.Patterns("include_list", ingester.IncludeList);
        var exclude = found.Patterns("exclude_list", ingester.ExcludeList);
        all.AddRange(found);
        problems = all.Found;
        return problems.Count > 0 ? null : new IngesterSettings
        {
            Database = database!,
            Storage = ingester.Storage,
            PluginName = plugin,
            PluginConfig = Whole(plugin, ingester.Plugin.Config),
            Include = include,
            Exclude = exclude,
            Status = status,
            Also = also,
            BatchSize = ingester.BatchSize,
            Threads = ingester.NumThreads,
            IsDaemon = ingester.Daemon,
            Pause = ingester.Pause,
            PausesBetweenBatches = ingester.PauseBetweenBatches,
            Recovers = ingester.Recover ?? ingester.Daemon,
            AttemptTimeout = ingester.Timeout,
            Log = log!,
        };
    }

    /// <summary>The user guide writes <c>root</c> where <c>butler.root</c> is meant.</summary>
    private static ConfigurationNode? Whole(string plugin, ConfigurationNode? config)
    {
        if (!Butlers.Contains(plugin, StringComparer.Ordinal)
            || config is not ConfigurationMapping mapping || mapping.Find("root") is not { } root || mapping.Find("butler") is not null)
        {
            return config is { IsNull: true } ? null : config;
        }

        var butler = new ConfigurationMapping([root], root.KeyOrigin);
        var others = mapping.Entries.Where(entry => entry != root);
        return new ConfigurationMapping([new ConfigurationEntry("butler", root.KeyOrigin, butler), .. others], mapping.Origin);
    }
}
