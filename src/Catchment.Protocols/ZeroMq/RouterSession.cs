using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>One peer of a router.</summary>
internal sealed class RouterSession : QueueSession
{
    private readonly ZmqRouterHandler _handler;
    private readonly ZmqPeer _peer;

    public RouterSession(ZmqConnection connection, ZmqQueueOptions options, ZmqRouterHandler handler)
        : base(connection, options, "ROUTER")
    {
        _handler = handler;
        _peer = new ZmqPeer(this);
    }

    /// <summary>Queues a message; see <see cref="ZmqPeer.Send"/>.</summary>
    public bool Send(ReadOnlySpan<ReadOnlyMemory<byte>> frames)
    {
        var message = OutboundMessage.Encode(frames);
        var queued = Queue.TryAdd(message);
        message.Release();
        if (!queued) Options.Observer?.MessageDiscarded(Connection.Peer, ZmqDiscard.QueueFull);
        return queued;
    }

    /// <inheritdoc/>
    protected override void OnMessage(ZmqMessage message)
    {
        try
        {
            _handler(_peer, message);
        }
        catch (Exception e)
        {
            // One message that the owner cannot take is no reason to lose the peer.
            ConnectionLog.HandlerFailed(Options.Logger, e, "ROUTER", Connection.Peer);
        }
    }
}
