using Catchment.Core.Configuration;
using Catchment.Core.Storage;

namespace Catchment.Tags.Settings;

/// <summary>The key <c>gateway.mqtt</c>: the forwarder, what the publisher of the API has besides its configuration, and subscriptions. Source: <c>tags</c> 6.5, 6.6.</summary>
public sealed record MqttOptions
{
    /// <summary>Whether snapshots are forwarded (<c>MQTT_ENABLED</c>).</summary>
    [Setting("enabled", Description = "Whether snapshots of all values are published. MQTT_ENABLED.")]
    public bool IsEnabled { get; init; } = true;

    /// <summary>The broker's host (<c>MQTT_HOST</c>).</summary>
    [Setting("host", Description = "Host of the broker that takes snapshots, and that subscriptions are made with. MQTT_HOST.", Pattern = "^[^\\s\\x00]+$")]
    public string Host { get; init; } = "localhost";

    /// <summary>The broker's port (<c>MQTT_PORT</c>).</summary>
    [Setting("port", Description = "Port of that broker. MQTT_PORT.", Min = 1, Max = 65535)]
    public int Port { get; init; } = 1883;

    /// <summary>The client id (<c>MQTT_CLIENT_ID</c>).</summary>
    [Setting("client_id", Description = "Client id there. MQTT_CLIENT_ID.")]
    public string ClientId { get; init; } = "dataservice-gateway";

    /// <summary>The user (<c>MQTT_USERNAME</c>).</summary>
    [Setting("username", Description = "User there; null for none. MQTT_USERNAME.")]
    public string? UserName { get; init; }

    /// <summary>The password (<c>MQTT_PASSWORD</c>).</summary>
    [Setting("password", Description = "Password there; only with a user. From a file or the environment. MQTT_PASSWORD.", IsSecret = true, DefaultText = "null")]
    public string? Password { get; init; }

    /// <summary>Whether that connection is encrypted.</summary>
    [Setting("tls", Description = "Whether that connection is encrypted.")]
    public bool IsEncrypted { get; init; }

    /// <summary>The certificates that are trusted.</summary>
    [Setting("ca_file", Description = "PEM file of the certificates that are trusted there; null for the system's.", IsPath = true)]
    public string? CaFile { get; init; }

    /// <summary>What topics begin with (<c>MQTT_TOPIC_PREFIX</c>).</summary>
    [Setting("topic_prefix", Description = "Snapshots go to this topic with /snapshot behind it. MQTT_TOPIC_PREFIX.", Pattern = "^[^+#\\x00]+$")]
    public string TopicPrefix { get; init; } = "dataservice";

    /// <summary>The QoS of snapshots (<c>MQTT_QOS</c>).</summary>
    [Setting("qos", Description = "QoS of snapshots. MQTT_QOS.", Min = 0, Max = 2)]
    public int Qos { get; init; } = 1;

    /// <summary>Whether snapshots are kept (<c>MQTT_RETAIN</c>).</summary>
    [Setting("retain", Description = "Whether the broker keeps the newest snapshot. MQTT_RETAIN: only the text true, in any case, is true.")]
    public bool Retain { get; init; }

    /// <summary>The time between snapshots (<c>MQTT_PUBLISH_INTERVAL_SEC</c>).</summary>
    [Setting("publish_interval_sec", Description = "Time between snapshots. MQTT_PUBLISH_INTERVAL_SEC.", Min = 0.01, Max = 86_400, Unit = "seconds")]
    public double PublishIntervalSec { get; init; } = 1;

    /// <summary>Messages that wait in memory for a broker (<c>MQTT_MAX_QUEUE</c>).</summary>
    [Setting("max_queue", Description = "Most messages of QoS 0, and most snapshots, that wait for a broker; beyond it the oldest go and are counted. MQTT_MAX_QUEUE.", Min = 1, Max = 1_000_000)]
    public int MaxQueue { get; init; } = 1000;

    /// <summary>Whether snapshots wait (<c>MQTT_BUFFER</c>).</summary>
    [Setting("buffer", Description = "Whether snapshots are made and kept, on disk, while the broker is away; false: only the newest counts. MQTT_BUFFER.")]
    public bool IsBuffered { get; init; }

    /// <summary>What is published of an unregistered tag.</summary>
    [Setting("missing_tag_value", Description = "What the publisher tells of a tag that is not registered: zero, or null (empty where the form is not JSON).")]
    public MissingTagValue MissingTagValue { get; init; }

    /// <summary>Most messages of an outbox.</summary>
    [Setting("outbox_items", Description = "Most messages of QoS 1 and 2 that wait on disk for a broker; beyond it the oldest go and are counted.", Min = 1, Max = 10_000_000)]
    public int OutboxItems { get; init; } = 100_000;

    /// <summary>Most bytes of an outbox.</summary>
    [Setting("outbox_size", Description = "Most room that they take on disk for each broker.", Min = 1 << 20)]
    public ByteSize OutboxSize { get; init; } = ByteSize.FromMebibytes(64);

    /// <summary>What has happened to a message before it counts as kept.</summary>
    [Setting("outbox_durability", Description = "written: a message outlives the process; synced: a power cut, too, for a flush of the disk each.")]
    public Durability OutboxDurability { get; init; } = Durability.Written;

    /// <summary>The longest pause between two attempts.</summary>
    [Setting("reconnect_max", Description = "Longest pause between two attempts to connect to a broker of the publisher; the first is one second.", Min = 1, Max = 3600)]
    public TimeSpan ReconnectMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What is written to tags.</summary>
    [Setting("subscriptions", Description = "Messages that are written to tags.")]
    public IReadOnlyList<MqttSubscriptionOptions> Subscriptions { get; init; } = [];
}
