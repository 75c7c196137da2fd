namespace Catchment.Protocols.Mqtt;

/// <summary>The broker, or what it has announced, refuses a message; sending it again would not help.</summary>
public sealed class MqttRefusedException : MqttException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was refused, and why.</param>
    /// <param name="reasonCode">The reason code of MQTT 5.0 (2.4).</param>
    public MqttRefusedException(string message, byte reasonCode)
        : base(message) => ReasonCode = reasonCode;

    /// <summary>The reason code of MQTT 5.0 (2.4).</summary>
    public byte ReasonCode { get; }
}
