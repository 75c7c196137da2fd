namespace Catchment.Protocols.ZeroMq;

/// <summary>What a publisher does with a message for a subscriber whose queue is full.</summary>
public enum ZmqQueuePolicy
{
    /// <summary>The subscriber does not get it, which is counted. What RFC 29 has PUB do.</summary>
    Drop,

    /// <summary>
    /// Publishing waits. A subscriber that takes nothing at all is closed after <see cref="ZmqLimits.StallTimeout"/>, so it cannot
    /// hold the others up for longer.
    /// </summary>
    Wait,
}
