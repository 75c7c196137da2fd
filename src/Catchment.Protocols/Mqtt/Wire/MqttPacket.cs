namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>A control packet.</summary>
/// <param name="Type">Which one.</param>
internal abstract record MqttPacket(MqttPacketType Type)
{
    /// <summary>The properties of MQTT 5.0; over 3.1.1 there are none.</summary>
    public IReadOnlyList<MqttProperty> Properties { get; init; } = [];
}
