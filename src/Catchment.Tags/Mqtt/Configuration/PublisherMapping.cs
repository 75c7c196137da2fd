using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt.Payloads;

namespace Catchment.Tags.Mqtt.Configuration;

/// <summary>What is published where, and how often. Source: <c>tags</c> 6.6.</summary>
public sealed record PublisherMapping
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The topic.</summary>
    public required string Topic { get; init; }

    /// <summary>The broker's id; an unknown one makes the mapping inactive.</summary>
    public required string BrokerId { get; init; }

    /// <summary>The keys, each once; none: nothing is published.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>How surely.</summary>
    public MqttQos Qos { get; init; }

    /// <summary>Whether the broker keeps it.</summary>
    public bool Retain { get; init; }

    /// <summary>The time between publications.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether a change is published at once, too; extension <c>publishOnChange</c>.</summary>
    public bool IsOnChange { get; init; }

    /// <summary>The least time between two publications because of changes; extension <c>minimumInterval</c>, in milliseconds.</summary>
    public TimeSpan MinimumInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How it is spelt.</summary>
    public required PayloadStyle Style { get; init; }

    /// <summary>Whether it is published.</summary>
    public bool IsEnabled { get; init; } = true;
}
