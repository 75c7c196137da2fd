namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>SUBACK and UNSUBACK (3.9, 3.11).</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="PacketId">What it answers.</param>
/// <param name="Reasons">A code for each filter; an UNSUBACK of 3.1.1 has none.</param>
internal sealed record SubscriptionAnswerPacket(MqttPacketType Kind, ushort PacketId, IReadOnlyList<byte> Reasons) : MqttPacket(Kind);
