namespace Catchment.Tags.Mqtt.Queues;

/// <summary>Where a message of an outbox is.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Segment">The file.</param>
/// <param name="At">Where its record begins there.</param>
/// <param name="Length">The bytes of the record.</param>
internal readonly record struct OutboxPlace(long Sequence, OutboxSegment Segment, long At, int Length);
