namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>PINGREQ and PINGRESP (3.12, 3.13).</summary>
/// <param name="Kind">Which of them.</param>
internal sealed record PingPacket(MqttPacketType Kind) : MqttPacket(Kind);
