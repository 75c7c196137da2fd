using Catchment.Protocols.Mqtt;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Mqtt.Publishing;

/// <summary>What everything about MQTT in the gateway works with.</summary>
public sealed record MqttSurroundings
{
    /// <summary>The settings.</summary>
    public required MqttOptions Options { get; init; }

    /// <summary>The numbers.</summary>
    public required MqttMetrics Metrics { get; init; }

    /// <summary>The folder of the outboxes; null: nothing is to be kept on disk, and queues are in memory.</summary>
    public string? Folder { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Told of trouble by a key from a small set, and of its end (a null reason); null: nobody is.</summary>
    public Action<string, string?>? Trouble { get; init; }

    /// <summary>Makes clients.</summary>
    public Func<MqttClientOptions, IMqttClient> NewClient { get; init; } = static options => new MqttClient(options);
}
