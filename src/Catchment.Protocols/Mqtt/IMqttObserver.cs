namespace Catchment.Protocols.Mqtt;

/// <summary>
/// Is told what happens to a client so that its owner can count and act. Every member is called on the threads that move packets: it
/// must be cheap, must be thread-safe and must not throw. Members that are not implemented do nothing.
/// </summary>
public interface IMqttObserver
{
    /// <summary>The broker has accepted the connection; what waits is sent next.</summary>
    /// <param name="sessionPresent">Whether the broker has kept the session.</param>
    void Connected(bool sessionPresent)
    {
    }

    /// <summary>There is no connection: one ended, or could not be made.</summary>
    /// <param name="reason">Why, for people.</param>
    void Disconnected(string reason)
    {
    }

    /// <summary>A message was sent, or sent again.</summary>
    /// <param name="bytes">The bytes of its payload.</param>
    /// <param name="isRepeated">Whether it had been sent before.</param>
    void Sent(long bytes, bool isRepeated)
    {
    }

    /// <summary>A message arrived.</summary>
    /// <param name="bytes">The bytes of its payload.</param>
    void Received(long bytes)
    {
    }

    /// <summary>The handler failed on a message, which is lost.</summary>
    void HandlerFailed()
    {
    }

    /// <summary>The broker refuses a subscription; it is asked again with the next connection.</summary>
    /// <param name="filter">Which one.</param>
    void SubscriptionRefused(string filter)
    {
    }
}
