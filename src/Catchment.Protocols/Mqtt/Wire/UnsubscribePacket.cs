namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>UNSUBSCRIBE (3.10).</summary>
/// <param name="PacketId">Its number.</param>
/// <param name="Filters">What is no longer wanted.</param>
internal sealed record UnsubscribePacket(ushort PacketId, IReadOnlyList<string> Filters) : MqttPacket(MqttPacketType.Unsubscribe);
