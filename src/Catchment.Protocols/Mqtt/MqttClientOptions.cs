using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Protocols.Mqtt;

/// <summary>What a client is to do.</summary>
public sealed record MqttClientOptions
{
    /// <summary>The smallest <see cref="MaximumPacketSize"/>.</summary>
    public const int LeastPacketSize = 128;

    /// <summary>The broker's host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>The broker's port.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>What carries the packets.</summary>
    public MqttTransport Transport { get; init; }

    /// <summary>The path of a WebSocket.</summary>
    public string WebSocketPath { get; init; } = "/mqtt";

    /// <summary>How the connection is encrypted; null: it is not.</summary>
    public MqttTls? Tls { get; init; }

    /// <summary>The version of the protocol.</summary>
    public MqttVersion Version { get; init; } = MqttVersion.V311;

    /// <summary>The client id; empty: the broker chooses one (needs a clean start).</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Whether the broker forgets the session: over 3.1.1 with each connection, over 5.0 with the first one.</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>How long the broker of 5.0 keeps the session without a connection; whole seconds, 0: not at all.</summary>
    public TimeSpan SessionExpiry { get; init; }

    /// <summary>The longest silence that the broker puts up with; whole seconds, 0: any.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The user's name; null: none.</summary>
    public string? UserName { get; init; }

    /// <summary>The password; null: none. Over 3.1.1 only with a user.</summary>
    public string? Password { get; init; }

    /// <summary>Asked with each attempt to connect: what the broker publishes when the connection ends without a word; null: nothing.</summary>
    public Func<MqttMessage?>? Will { get; init; }

    /// <summary>What is wanted from the broker.</summary>
    public IReadOnlyList<MqttSubscription> Subscriptions { get; init; } = [];

    /// <summary>Takes what arrives; null: nobody does.</summary>
    public MqttMessageHandler? Handler { get; init; }

    /// <summary>Messages of QoS 1 and 2 that may be unacknowledged in either direction; the broker may allow fewer.</summary>
    public int ReceiveMaximum { get; init; } = 64;

    /// <summary>The most bytes of a packet that is taken.</summary>
    public int MaximumPacketSize { get; init; } = 1024 * 1024;

    /// <summary>Messages that may wait for the broker at once.</summary>
    public int MaximumPending { get; init; } = 10_000;

    /// <summary>How long an attempt to connect may take, to the broker's acceptance.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause before the first attempt to connect again; doubles with each failed one.</summary>
    public TimeSpan ReconnectMin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two attempts.</summary>
    public TimeSpan ReconnectMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock of pauses, time-outs and keep-alive.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Takes what an operator should know.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Is told what happens; null: nobody.</summary>
    public IMqttObserver? Observer { get; init; }

    /// <summary>Checks the values against each other.</summary>
    /// <exception cref="ArgumentException">A value makes no sense; the message names it.</exception>
    public void Validate()
    {
        Demand(Host.Length > 0, "the broker needs a host");
        Demand(Port is > 0 and <= ushort.MaxValue, $"port {Port} is not between 1 and 65535");
        Demand(ClientId.Length > 0 || CleanStart, "without a clean start the client needs an id");
        Demand(KeepAlive >= TimeSpan.Zero && KeepAlive.TotalSeconds <= ushort.MaxValue, $"a keep-alive of {KeepAlive.TotalSeconds} s is not between 0 and 65535");
        Demand(SessionExpiry >= TimeSpan.Zero && SessionExpiry.TotalSeconds <= uint.MaxValue, "the session expiry is not between 0 and 4294967295 s");
        Demand(ReceiveMaximum is > 0 and < ushort.MaxValue, $"a receive maximum of {ReceiveMaximum} is not between 1 and 65534");
        Demand(MaximumPacketSize >= LeastPacketSize, $"a maximum packet size of {MaximumPacketSize} is less than {LeastPacketSize}");
        Demand(MaximumPending > 0, "at least one message has to be able to wait");
        Demand(ConnectTimeout > TimeSpan.Zero && ReconnectMin > TimeSpan.Zero && ReconnectMax >= ReconnectMin, "the times of connecting are not in order");
        Demand(Version is MqttVersion.V311 or MqttVersion.V500, $"there is no version {Version}");
        Demand(Password is null || UserName is not null || Version == MqttVersion.V500, "over MQTT 3.1.1 a password needs a user");
        foreach (var subscription in Subscriptions)
            Demand(MqttTopic.IsFilter(subscription.Filter), $"'{subscription.Filter}' is no topic filter");
    }

    private static void Demand(bool condition, string otherwise)
    {
        if (!condition)
            throw new ArgumentException(otherwise, paramName: null);
    }
}
