namespace Catchment.Protocols.Mqtt;

/// <summary>An application message.</summary>
/// <param name="Topic">Where it goes, without wildcards; 1 to 65,535 bytes of UTF-8.</param>
/// <param name="Payload">What it says; the client keeps it, uncopied, until the message is acknowledged.</param>
/// <param name="Qos">How surely it is delivered.</param>
/// <param name="Retain">Whether the broker keeps it for later subscribers; of an arrived message: whether it was kept.</param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos = MqttQos.AtMostOnce, bool Retain = false)
{
    /// <summary>Properties of MQTT 5.0, left out over 3.1.1; a topic alias is not among them.</summary>
    public IReadOnlyList<MqttProperty> Properties { get; init; } = [];
}
