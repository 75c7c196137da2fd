namespace Catchment.Protocols.Mqtt;

/// <summary>How surely a message is delivered.</summary>
public enum MqttQos
{
    /// <summary>Handed to the network; nobody acknowledges it.</summary>
    AtMostOnce = 0,

    /// <summary>Repeated until it is acknowledged.</summary>
    AtLeastOnce = 1,

    /// <summary>Repeated until it is acknowledged, and told apart from its repetitions.</summary>
    ExactlyOnce = 2,
}
