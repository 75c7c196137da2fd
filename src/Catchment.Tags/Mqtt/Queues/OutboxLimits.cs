namespace Catchment.Tags.Mqtt.Queues;

/// <summary>How much an outbox holds; beyond it the oldest go.</summary>
/// <param name="Items">Most messages.</param>
/// <param name="Bytes">Most bytes of messages, as they lie on the disk.</param>
public sealed record OutboxLimits(int Items = 100_000, long Bytes = 64L << 20);
