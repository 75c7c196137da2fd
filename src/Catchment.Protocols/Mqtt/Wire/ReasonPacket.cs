namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>DISCONNECT and AUTH (3.14, 3.15).</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Reason">A reason code; over 3.1.1, where only DISCONNECT exists, always success.</param>
internal sealed record ReasonPacket(MqttPacketType Kind, byte Reason = ReasonCode.Success) : MqttPacket(Kind);
