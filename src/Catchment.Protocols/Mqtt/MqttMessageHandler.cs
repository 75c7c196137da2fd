namespace Catchment.Protocols.Mqtt;

/// <summary>
/// Takes an arrived message. Messages come one after the other, in order; a message of QoS 1 is acknowledged when the handler has ended.
/// It must not wait for a publication over the same client: acknowledgements may wait behind it.
/// </summary>
/// <param name="message">The message; it is the handler's.</param>
/// <param name="stop">Cancelled when the client is closed.</param>
public delegate ValueTask MqttMessageHandler(MqttMessage message, CancellationToken stop);
