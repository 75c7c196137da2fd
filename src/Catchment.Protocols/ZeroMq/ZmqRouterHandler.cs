namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// Takes a message of a peer. Runs on the connection's own thread: messages of one peer come one at a time and in order.
/// </summary>
/// <param name="peer">Who sent it; answers may be sent later and from any thread.</param>
/// <param name="message">All its frames, an envelope included. Lent: valid until the handler returns, except what is detached.</param>
public delegate void ZmqRouterHandler(ZmqPeer peer, ZmqMessage message);
