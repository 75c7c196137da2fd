namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// Answers a request by calling one of its Reply methods before it returns; if it does not, or throws, the peer is sent
/// <see cref="ZmqReplierOptions.FaultReply"/>. Runs on the connection's own thread: many at once for different peers, one at a time
/// for the same peer.
/// </summary>
/// <param name="request">The request.</param>
public delegate void ZmqRequestHandler(ZmqRequest request);
