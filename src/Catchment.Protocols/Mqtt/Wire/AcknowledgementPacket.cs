namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>PUBACK, PUBREC, PUBREL and PUBCOMP (3.4 to 3.7).</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="PacketId">Which message.</param>
/// <param name="Reason">A reason code; over 3.1.1 always success.</param>
internal sealed record AcknowledgementPacket(MqttPacketType Kind, ushort PacketId, byte Reason = ReasonCode.Success) : MqttPacket(Kind);
