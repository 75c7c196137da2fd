using Catchment.Protocols.Mqtt;

namespace Catchment.Tags.Mqtt.Queues;

/// <summary>A message of a queue.</summary>
/// <param name="Sequence">Its number; later ones have higher numbers.</param>
/// <param name="Message">The message.</param>
public readonly record struct QueuedMessage(long Sequence, MqttMessage Message);
