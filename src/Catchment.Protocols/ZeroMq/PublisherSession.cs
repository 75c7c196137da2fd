using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>One subscriber of a publisher.</summary>
internal sealed class PublisherSession : QueueSession, ISubscriptionSink
{
    private readonly SubscriptionSet _subscriptions;

    public PublisherSession(ZmqConnection connection, ZmqPublisherOptions options)
        : base(connection, options, "PUB")
    {
        _subscriptions = new SubscriptionSet(options.MaxSubscriptions, options.MaxSubscriptionBytes);
        connection.Subscriptions = this;
    }

    /// <summary>Whether the peer wants messages with this first frame.</summary>
    public bool Wants(ReadOnlySpan<byte> topic) => _subscriptions.Matches(topic);

    /// <inheritdoc/>
    public void OnSubscription(bool add, ReadOnlySpan<byte> prefix)
    {
        if (add) _subscriptions.Add(prefix);
        else _subscriptions.Remove(prefix);
    }

    /// <summary>Reads the subscriptions of ZMTP 3.0 (RFC 23): a message of an octet 1 or 0 and the prefix. Other messages are ignored.</summary>
    protected override void OnMessage(ZmqMessage message)
    {
        var frame = message[0];
        if (message.FrameCount != 1 || frame.IsEmpty || frame[0] > 1) return;
        try
        {
            OnSubscription(add: frame[0] == 1, frame[1..]);
        }
        catch (ZmqProtocolException e)
        {
            Connection.Close(e.Reason, e.Message);
        }
    }
}
