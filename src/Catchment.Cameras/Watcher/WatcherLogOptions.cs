using Catchment.Core.Configuration;

namespace Catchment.Cameras.Watcher;

/// <summary>The section <c>watcher.logconfigs</c>.</summary>
public sealed record WatcherLogOptions
{
    /// <summary>The watcher's own log, with the outposts' messages.</summary>
    [Setting("camwatcher_internal", Description = "The watcher's own log, with the outposts' messages.")]
    public ConfigurationNode? Internal { get; init; }

    /// <summary>The log of the sentinel's messages.</summary>
    [Setting("sentinel_agent", Description = "The log of the sentinel's messages.")]
    public ConfigurationNode? SentinelAgent { get; init; }
}
