using Catchment.Core.Configuration;

namespace Catchment.Cameras.Watcher;

/// <summary>The section <c>watcher.data</c>.</summary>
public sealed record EventDataOptions
{
    /// <summary>Root of pictures.</summary>
    [Setting("images", Description = "Root folder of pictures.", IsPath = true, DefaultText = "sentinelcam/images in the node's data_directory; with a camwatcher.yaml it has to be there")]
    public string? Images { get; init; }

    /// <summary>Root of indexes and tracking sets.</summary>
    [Setting("csvfiles", Description = "Root folder of indexes and tracking sets.", IsPath = true, DefaultText = "sentinelcam/camwatcher in the node's data_directory; with a camwatcher.yaml it has to be there")]
    public string? CsvFiles { get; init; }
}
