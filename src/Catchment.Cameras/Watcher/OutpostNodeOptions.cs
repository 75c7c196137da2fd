using Catchment.Core.Configuration;

namespace Catchment.Cameras.Watcher;

/// <summary>An outpost in <c>watcher.outpost_nodes</c>; its node name is the key.</summary>
public sealed record OutpostNodeOptions
{
    /// <summary>Its view.</summary>
    [Setting("view", Description = "The view's name.", Required = true, Example = "PiCam3")]
    public string View { get; init; } = "";

    /// <summary>Where it publishes its log.</summary>
    [Setting("logger", Description = "Where the outpost publishes its log.", Required = true, Example = "tcp://alpha5:5565")]
    public string Logger { get; init; } = "";

    /// <summary>Where it publishes its pictures.</summary>
    [Setting("images", Description = "Where the outpost publishes its pictures.", Required = true, Example = "tcp://alpha5:5567")]
    public string Images { get; init; } = "";
}
