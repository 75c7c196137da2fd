namespace Catchment.Protocols.ZeroMq;

/// <summary>The socket types of RFC 37 ("The Socket-Type Property") that this library implements.</summary>
public enum ZmqSocketType
{
    /// <summary>Answers requests in lock step (RFC 28); see <see cref="ZmqReplier"/>.</summary>
    Rep,

    /// <summary>Talks to many peers by address (RFC 28); see <see cref="ZmqRouter"/>.</summary>
    Router,

    /// <summary>Distributes messages to subscribers (RFC 29); see <see cref="ZmqPublisher"/>.</summary>
    Pub,

    /// <summary>Asks, and waits for the answer (RFC 28); see <see cref="ZmqRequester"/>.</summary>
    Req,

    /// <summary>Sends and receives freely (RFC 28); see <see cref="ZmqDealer"/>.</summary>
    Dealer,

    /// <summary>Receives what it subscribed to (RFC 29); see <see cref="ZmqSubscriber"/>.</summary>
    Sub,
}
