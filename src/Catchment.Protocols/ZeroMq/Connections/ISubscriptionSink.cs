namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>Takes the SUBSCRIBE and CANCEL commands of a connection (RFC 37, "The Publish-Subscribe Pattern").</summary>
internal interface ISubscriptionSink
{
    /// <summary>Adds or takes back a subscription.</summary>
    /// <exception cref="ZmqProtocolException">Too many or too long.</exception>
    void OnSubscription(bool add, ReadOnlySpan<byte> prefix);
}
