namespace Catchment.Protocols.ZeroMq;

/// <summary>Why a connection ended.</summary>
public enum ZmqCloseReason
{
    /// <summary>Still open, or no reason was ever given.</summary>
    None,

    /// <summary>The peer closed it in an orderly way.</summary>
    PeerClosed,

    /// <summary>The network or the peer broke it (reset, unreachable, keep-alive expired).</summary>
    ConnectionLost,

    /// <summary>This side was stopped or disposed.</summary>
    Stopped,

    /// <summary>This side dropped it because a reply did not come in time.</summary>
    ReplyTimeout,

    /// <summary>Greeting and handshake together took longer than <see cref="ZmqLimits.HandshakeTimeout"/>.</summary>
    HandshakeTimeout,

    /// <summary>The first bytes are no ZMTP greeting: another protocol, or noise.</summary>
    NotZmtp,

    /// <summary>The peer speaks ZMTP 1.0 or 2.0.</summary>
    UnsupportedVersion,

    /// <summary>The peer asks for a security mechanism other than NULL.</summary>
    UnsupportedMechanism,

    /// <summary>The peer's socket type is no legal counterpart of ours.</summary>
    IncompatibleSocketType,

    /// <summary>The peer sent an ERROR command during the handshake.</summary>
    RejectedByPeer,

    /// <summary>Bytes that the grammar of RFC 37 does not allow.</summary>
    ProtocolViolation,

    /// <summary>A message or command larger than the limit was announced.</summary>
    MessageTooLarge,

    /// <summary>A message of more frames than <see cref="ZmqLimits.MaxFrames"/>.</summary>
    TooManyFrames,

    /// <summary>Nothing moved for <see cref="ZmqLimits.StallTimeout"/> in the middle of a message, in either direction.</summary>
    Stalled,

    /// <summary>No sign of life within the heartbeat time-out.</summary>
    HeartbeatTimeout,

    /// <summary>The receive memory of all connections together stayed used up for <see cref="ZmqLimits.StallTimeout"/>.</summary>
    MemoryExhausted,

    /// <summary>More or longer subscriptions than allowed.</summary>
    TooManySubscriptions,

    /// <summary>A fault on this side; the log has the exception.</summary>
    Fault,
}
