namespace Catchment.Protocols.OpcUa.Client;

/// <summary>
/// Is told what happens to a client so that its owner can count and show it. Members are called on the threads that serve: they must be
/// cheap, thread-safe and must not throw. Members that are not implemented do nothing.
/// </summary>
public interface IOpcUaClientObserver
{
    /// <summary>The client's state is another; told once for each change, in order.</summary>
    /// <param name="state">The state now.</param>
    /// <param name="why">What it came from; null: nothing went wrong.</param>
    void StateChanged(OpcUaClientState state, OpcUaException? why)
    {
    }

    /// <summary>A try to connect again failed; the state stays <see cref="OpcUaClientState.Reconnecting"/>.</summary>
    /// <param name="why">Why, for people.</param>
    /// <param name="delay">When the next try is made.</param>
    void ReconnectFailed(OpcUaException why, TimeSpan delay)
    {
    }

    /// <summary>The keys of the channel are new.</summary>
    void ChannelRenewed()
    {
    }

    /// <summary>Subscriptions were made anew, for the server had them no more: what happened meanwhile was not told.</summary>
    /// <param name="subscription">Which.</param>
    void SubscriptionRecreated(OpcUaSubscription subscription)
    {
    }

    /// <summary>Messages are missing that the server could not repeat.</summary>
    /// <param name="subscription">Of which subscription.</param>
    /// <param name="count">How many.</param>
    void MessagesLost(OpcUaSubscription subscription, long count)
    {
    }

    /// <summary>Messages that were missing were repeated by the server.</summary>
    /// <param name="subscription">Of which subscription.</param>
    void MessageRepeated(OpcUaSubscription subscription)
    {
    }
}
