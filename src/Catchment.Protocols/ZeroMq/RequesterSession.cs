using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>One connection of a requester.</summary>
internal sealed class RequesterSession(ZmqConnection connection, ZmqRequester owner) : PeerSession(connection)
{
    /// <summary>Sends a request behind the empty delimiter of RFC 28. A failure shows in that the connection ends.</summary>
    public void Send(ReadOnlySpan<ReadOnlyMemory<byte>> frames)
    {
        var sender = Connection.Sender;
        sender.Enter();
        try
        {
            sender.AppendFrame([], more: true);
            for (var i = 0; i < frames.Length; i++) sender.AppendFrame(frames[i].Span, more: i < frames.Length - 1);
            sender.EndMessage();
        }
        finally
        {
            sender.Exit();
        }
    }

    /// <inheritdoc/>
    protected override void Serve()
    {
        owner.Attach(this);
        while (Connection.Receive())
        {
            // RFC 28 has REQ discard a reply without the delimiter.
            if (Connection.Message.FrameCount < 2 || !Connection.Message[0].IsEmpty) continue;
            Connection.Message.SkipFrames(1);
            owner.Deliver(this, Connection.Message);
        }
    }

    /// <inheritdoc/>
    protected override void Ended() => owner.Detach(this);
}
