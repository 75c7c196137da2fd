namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>PUBLISH (3.3).</summary>
/// <param name="Message">The message; its properties are the packet's.</param>
/// <param name="PacketId">0 with QoS 0.</param>
/// <param name="IsDuplicate">Whether it may have been sent before.</param>
internal sealed record PublishPacket(MqttMessage Message, ushort PacketId, bool IsDuplicate) : MqttPacket(MqttPacketType.Publish);
