namespace Catchment.Protocols.ZeroMq;

/// <summary>What became of a request of a <see cref="ZmqRequester"/>.</summary>
public enum ZmqRequestOutcome
{
    /// <summary>The reply is here.</summary>
    Answered,

    /// <summary>There was no connection within the time; the request was not sent.</summary>
    Unreachable,

    /// <summary>The request was sent, but no reply came in time. Whether the peer acted on it is unknown.</summary>
    TimedOut,

    /// <summary>The connection broke after the request was sent. Whether the peer acted on it is unknown.</summary>
    ConnectionLost,

    /// <summary>The caller gave up, or the socket was disposed.</summary>
    Cancelled,
}
