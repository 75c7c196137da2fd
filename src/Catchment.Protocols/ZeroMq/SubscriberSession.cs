using Catchment.Protocols.ZeroMq.Connections;
using Catchment.Protocols.ZeroMq.Wire;

namespace Catchment.Protocols.ZeroMq;

/// <summary>One connection to a publisher: subscribes once the handshake is complete, then hands messages to the handler.</summary>
internal sealed class SubscriberSession(
    ZmqConnection connection,
    ZmqEndpoint endpoint,
    IReadOnlyList<ReadOnlyMemory<byte>> subscriptions,
    ZmqSubscriberHandler handler,
    ConnectionContext context,
    Action<int> countConnected) : PeerSession(connection)
{
    private bool _subscribed;

    /// <inheritdoc/>
    protected override void Serve()
    {
        if (!Subscribe()) return;
        _subscribed = true;
        countConnected(1);
        while (Connection.Receive())
        {
            // The publisher filters (RFC 29); what it lets through nevertheless was not asked for.
            if (!IsWanted(Connection.Message[0])) continue;
            try
            {
                handler(Connection.Message, endpoint);
            }
            catch (Exception e)
            {
                // One message that the owner cannot take is no reason to lose the publisher.
                ConnectionLog.HandlerFailed(context.Options.Logger, e, context.Name, Connection.Peer);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Ended()
    {
        if (_subscribed) countConnected(-1);
    }

    /// <summary>Subscribes: with the command of ZMTP 3.1, or for a 3.0 peer with the message that began with an octet 1.</summary>
    private bool Subscribe()
    {
        Connection.Sender.Enter();
        try
        {
            foreach (var subscription in subscriptions)
            {
                byte[] frame;
                if (Connection.PeerMinor >= 1)
                {
                    frame = new byte[Command.FrameSize(Command.Subscribe, subscription.Length)];
                    Command.Write(frame, Command.Subscribe, subscription.Span);
                }
                else
                {
                    frame = new byte[FrameHeader.SizeFor(1 + subscription.Length) + 1 + subscription.Length];
                    var at = FrameHeader.WriteMessage(frame, 1 + subscription.Length, more: false);
                    frame[at] = 1;
                    subscription.Span.CopyTo(frame.AsSpan(at + 1));
                }

                if (!Connection.Sender.SendControl(frame)) return false;
            }

            return true;
        }
        finally
        {
            Connection.Sender.Exit();
        }
    }

    private bool IsWanted(ReadOnlySpan<byte> topic)
    {
        foreach (var subscription in subscriptions)
            if (topic.StartsWith(subscription.Span)) return true;
        return false;
    }
}
