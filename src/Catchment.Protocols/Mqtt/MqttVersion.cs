namespace Catchment.Protocols.Mqtt;

/// <summary>A version of MQTT; the number is the one that CONNECT carries.</summary>
public enum MqttVersion
{
    /// <summary>MQTT 3.1.1.</summary>
    V311 = 4,

    /// <summary>MQTT 5.0.</summary>
    V500 = 5,
}
