namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>CONNACK (3.2).</summary>
/// <param name="SessionPresent">Whether the broker has kept a session.</param>
/// <param name="Reason">A reason code; over 3.1.1 a return code.</param>
internal sealed record ConnAckPacket(bool SessionPresent, byte Reason) : MqttPacket(MqttPacketType.ConnAck);
