using System.Net;

namespace Catchment.Protocols.ZeroMq;

/// <summary>One connected peer of a <see cref="ZmqRouter"/>. Thread-safe; may be kept for as long as one likes.</summary>
public sealed class ZmqPeer
{
    private readonly RouterSession _session;

    internal ZmqPeer(RouterSession session) => _session = session;

    /// <summary>The other end.</summary>
    public IPEndPoint EndPoint => _session.Connection.Peer;

    /// <summary>The identity that the peer announced in its READY command; may be empty, and need not be unique.</summary>
    public ReadOnlyMemory<byte> RoutingId => _session.Connection.PeerMetadata?.Identity ?? ReadOnlyMemory<byte>.Empty;

    /// <summary>Whether the connection is still there.</summary>
    public bool IsConnected => _session.Connection.CloseReason == ZmqCloseReason.None;

    /// <summary>Queues a message for the peer; never waits.</summary>
    /// <param name="frames">All frames, with the envelope if the peer needs one (REQ: an empty frame first).</param>
    /// <returns>False when the queue is full or the peer is gone.</returns>
    /// <exception cref="ArgumentException">No frame.</exception>
    public bool Send(params ReadOnlySpan<ReadOnlyMemory<byte>> frames) => _session.Send(frames);
}
