using Catchment.Core.Configuration;

namespace Catchment.Cameras.Watcher;

/// <summary>The section <c>watcher.sentinel</c>.</summary>
public sealed record SentinelOptions
{
    /// <summary>Where tasks are requested.</summary>
    [Setting("requests", Description = "Where the sentinel takes task requests and alerts.", DefaultText = "no sentinel", Example = "tcp://sentinel:5566")]
    public string? Requests { get; init; }

    /// <summary>Where results are published.</summary>
    [Setting("publisher", Description = "Where the sentinel publishes its log with the results.", DefaultText = "no sentinel", Example = "tcp://sentinel:5565")]
    public string? Publisher { get; init; }

    /// <summary>Our pump as others reach it.</summary>
    [Setting("datapump", Description = "Our pump's address as others reach it; it is put into requests and alerts.", Example = "tcp://data1:5556", DefaultText = "the pump of the same catchment.yaml")]
    public string? Datapump { get; init; }

    /// <summary>The name of this data sink.</summary>
    [Setting("datasink", Description = "Name of this data sink; results for other sinks are ignored.", DefaultText = "the node's name", Example = "data1")]
    public string? Datasink { get; init; }
}
