namespace Catchment.Protocols.Mqtt;

/// <summary>
/// Bytes of a peer break MQTT or a limit. The only exception that the decoder throws; it costs the connection and nothing else.
/// </summary>
public sealed class MqttProtocolException : MqttException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="reasonCode">The reason code of MQTT 5.0 (2.4) that a DISCONNECT tells the peer.</param>
    /// <param name="message">What exactly is wrong with the bytes.</param>
    public MqttProtocolException(byte reasonCode, string message)
        : base(message) => ReasonCode = reasonCode;

    /// <summary>The reason code of MQTT 5.0 (2.4).</summary>
    public byte ReasonCode { get; }
}
