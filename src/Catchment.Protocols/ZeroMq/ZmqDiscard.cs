namespace Catchment.Protocols.ZeroMq;

/// <summary>Why a complete message was thrown away without a reply or delivery.</summary>
public enum ZmqDiscard
{
    /// <summary>A request without an empty delimiter frame (RFC 28 has REP discard it), or with an oversize envelope.</summary>
    MalformedEnvelope,

    /// <summary>A request that came after this side had ended the connection; it can no longer be answered.</summary>
    Unanswerable,

    /// <summary>A reply that nobody waits for.</summary>
    Unexpected,

    /// <summary>A message for a peer whose queue was full.</summary>
    QueueFull,

    /// <summary>A message that still waited for a peer when its connection ended.</summary>
    ConnectionEnded,
}
