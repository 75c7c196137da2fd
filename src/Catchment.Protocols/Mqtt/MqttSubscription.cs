namespace Catchment.Protocols.Mqtt;

/// <summary>What is wanted from the broker.</summary>
/// <param name="Filter">A topic filter.</param>
/// <param name="Qos">The highest QoS that messages come with.</param>
public sealed record MqttSubscription(string Filter, MqttQos Qos = MqttQos.AtLeastOnce);
