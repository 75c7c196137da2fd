using Catchment.Core.Configuration;

namespace Catchment.Files.Settings;

/// <summary>The key <c>files.ingester.plugin</c>. Source: <c>files</c> 2.4, 6.</summary>
public sealed record PluginOptions
{
    /// <summary>Its name.</summary>
    [Setting("name", Description = "The plugin's name: NullIngest, ExecIngest, FitsIngest, S3Ingest, TelemetryIngest, Gen2Ingest, Gen3Ingest, or the class of a plugin in the folder.", Required = true)]
    public string? Name { get; init; }

    /// <summary>Where plugins of others are.</summary>
    [Setting("folder", Description = "The folder of plugins that do not come with the program.", IsPath = true, DefaultText = "plugins beside the configuration file")]
    public string? Folder { get; init; }

    /// <summary>Its own settings.</summary>
    [Setting("config", Description = "The plugin's own settings; may be null.", Required = true)]
    public ConfigurationNode? Config { get; init; }
}
