namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>SUBSCRIBE (3.8).</summary>
/// <param name="PacketId">Its number.</param>
/// <param name="Filters">Filters, each with its options byte: over 3.1.1 the QoS alone.</param>
internal sealed record SubscribePacket(ushort PacketId, IReadOnlyList<(string Filter, byte Options)> Filters) : MqttPacket(MqttPacketType.Subscribe);
