namespace Catchment.Protocols.Iec104.Client;

/// <summary>
/// Is told what happens to a client so that its owner can count and show it. Members are called on the threads that serve: they must be
/// cheap, thread-safe and must not throw. Members that are not implemented do nothing.
/// </summary>
public interface IIec104ClientObserver
{
    /// <summary>The client's state is another; told once for each change, in order.</summary>
    /// <param name="state">The state now.</param>
    /// <param name="why">What it came from; null: nothing went wrong.</param>
    void StateChanged(Iec104ClientState state, Iec104Exception? why)
    {
    }

    /// <summary>A try to connect again failed; the state stays <see cref="Iec104ClientState.Reconnecting"/>.</summary>
    /// <param name="why">Why, for people.</param>
    /// <param name="delay">When the next try is made.</param>
    void ReconnectFailed(Iec104Exception why, TimeSpan delay)
    {
    }

    /// <summary>An ASDU of a type that is not known was passed over.</summary>
    /// <param name="type">Its type; any octet.</param>
    void NotUnderstood(TypeId type)
    {
    }

    /// <summary>The owner's <see cref="Iec104Receiver"/> threw; what it was given is lost.</summary>
    /// <param name="exception">What it threw.</param>
    void ReceiverFailed(Exception exception)
    {
    }
}
