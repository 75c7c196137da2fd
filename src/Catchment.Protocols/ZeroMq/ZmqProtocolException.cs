namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// Bytes of a peer break ZMTP (RFC 37) or a limit. The only exception that the decoders throw; it costs that peer its
/// connection and nothing else.
/// </summary>
public sealed class ZmqProtocolException : ZmqException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="reason">The reason that the connection is closed with.</param>
    /// <param name="message">What exactly is wrong with the bytes.</param>
    public ZmqProtocolException(ZmqCloseReason reason, string message)
        : base(message) => Reason = reason;

    /// <summary>The reason that the connection is closed with.</summary>
    public ZmqCloseReason Reason { get; }
}
