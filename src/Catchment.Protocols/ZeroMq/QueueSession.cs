using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>One connection whose outgoing messages wait in a queue of its own.</summary>
internal abstract class QueueSession : PeerSession
{
    private readonly string _socketName;
    private QueueWriter? _writer;

    protected QueueSession(ZmqConnection connection, ZmqQueueOptions options, string socketName)
        : base(connection)
    {
        _socketName = socketName;
        Options = options;
        Queue = new OutboundQueue(options.HighWaterMark, options.MaxQueuedBytes);
    }

    /// <summary>The messages that wait.</summary>
    public OutboundQueue Queue { get; }

    /// <summary>The options of the socket.</summary>
    protected ZmqQueueOptions Options { get; }

    /// <inheritdoc/>
    protected sealed override void Serve()
    {
        _writer = new QueueWriter(Connection, Queue, _socketName);
        while (Connection.Receive()) OnMessage(Connection.Message);
    }

    /// <summary>Takes a message of the peer.</summary>
    protected abstract void OnMessage(ZmqMessage message);

    /// <inheritdoc/>
    protected override void Ended()
    {
        Connection.Close(ZmqCloseReason.Stopped, "ended");
        var lost = Queue.Clear();
        _writer?.Join();
        for (; lost > 0; lost--) Options.Observer?.MessageDiscarded(Connection.Peer, ZmqDiscard.ConnectionEnded);
    }
}
