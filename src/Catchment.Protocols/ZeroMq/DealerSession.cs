using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>One connection of a dealer; its queues outlive it.</summary>
internal sealed class DealerSession(ZmqConnection connection, OutboundQueue outbound, InboundQueue inbound) : PeerSession(connection)
{
    private QueueWriter? _writer;

    /// <inheritdoc/>
    protected override void Serve()
    {
        _writer = new QueueWriter(Connection, outbound, "DEALER");
        while (Connection.Receive())
            if (!inbound.Add(Connection.Message.Detach())) return;
    }

    /// <inheritdoc/>
    protected override void Ended()
    {
        Connection.Close(ZmqCloseReason.Stopped, "ended");
        _writer?.Join();
    }
}
