using Catchment.Protocols.Mqtt;

namespace Catchment.Tags.Mqtt.Configuration;

/// <summary>A broker of the publisher. Two that are equal are served by one connection, kept over a change. Source: <c>tags</c> 6.6.</summary>
public sealed record BrokerEntry
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Its host name or address.</summary>
    public required string Address { get; init; }

    /// <summary>Its port.</summary>
    public required int Port { get; init; }

    /// <summary>The client id.</summary>
    public required string ClientId { get; init; }

    /// <summary>The keep-alive in seconds; 0: none.</summary>
    public int KeepAlive { get; init; } = 60;

    /// <summary>Whether the broker forgets the session.</summary>
    public bool CleanSession { get; init; } = true;

    /// <summary>What carries the packets.</summary>
    public MqttTransport Transport { get; init; }

    /// <summary>The version of the protocol; extension <c>protocolVersion</c>.</summary>
    public MqttVersion Version { get; init; } = MqttVersion.V311;

    /// <summary>The path of a WebSocket; extension <c>path</c>.</summary>
    public string WebSocketPath { get; init; } = "/mqtt";

    /// <summary>The user; null: none.</summary>
    public string? UserName { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }

    /// <summary>The encryption; null: none.</summary>
    public MqttTls? Tls { get; init; }

    /// <summary>Whether it is connected to.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The edge node that this connection is; null: none. Extension <c>sparkplug</c>.</summary>
    public SparkplugNode? Sparkplug { get; init; }
}
