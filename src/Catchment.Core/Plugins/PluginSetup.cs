using Catchment.Core.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Core.Plugins;

/// <summary>What a plugin is set up with.</summary>
/// <param name="Config">Its key <c>plugin.config</c> as it is written; null: nothing.</param>
/// <param name="AttemptTimeout">The longest attempt that the ingester allows; null: no limit.</param>
public sealed record PluginSetup(ConfigurationNode? Config, TimeSpan? AttemptTimeout)
{
    /// <summary>The absolute folder that holds the files; null: they lie anywhere.</summary>
    public string? StorageFolder { get; init; }

    /// <summary>Cancelled when the ingester is to stop: setting up may end then too.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>The ingester's log, for what is worth a line and no failure.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>A file's path below <see cref="StorageFolder"/>, as the table of files has it; a file elsewhere keeps its absolute path.</summary>
    /// <param name="path">The path that the plugin was given.</param>
    public string RelativePath(string path)
    {
        var full = Path.GetFullPath(path);
        return StorageFolder is { } storage && Path.GetRelativePath(storage, full) is var below && !Path.IsPathRooted(below) && below is not ".." && !below.StartsWith("../", StringComparison.Ordinal)
            ? below
            : full;
    }
}
