using System.Text.Json.Serialization;

namespace Catchment.Core.Hosting;

/// <summary>Where a service of the node is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ServiceState>))]
public enum ServiceState
{
    /// <summary>Its run has begun; it has not yet said that it is ready.</summary>
    [JsonStringEnumMemberName("starting")]
    Starting,

    /// <summary>It does its work.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>It does its work, but at least one thing that it needs is missing or nearly exhausted.</summary>
    [JsonStringEnumMemberName("degraded")]
    Degraded,

    /// <summary>It crashed and waits to be started anew.</summary>
    [JsonStringEnumMemberName("backing_off")]
    BackingOff,

    /// <summary>It was asked to stop and answers what is still in flight.</summary>
    [JsonStringEnumMemberName("stopping")]
    Stopping,

    /// <summary>It is not running and will not be started again.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,
}
