namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// Takes a message that was subscribed to. Runs on the connection's own thread: messages of one endpoint come one at a time and in
/// order; while it runs, that publisher is held back by TCP.
/// </summary>
/// <param name="message">The message. Lent: valid until the handler returns, except what is detached.</param>
/// <param name="from">The endpoint it came from.</param>
public delegate void ZmqSubscriberHandler(ZmqMessage message, ZmqEndpoint from);
