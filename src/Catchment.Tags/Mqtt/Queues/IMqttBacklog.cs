using Catchment.Protocols.Mqtt;

namespace Catchment.Tags.Mqtt.Queues;

/// <summary>
/// Messages that wait for a broker, in order; the oldest go when there are too many. An item is taken, sent, and acknowledged; what was
/// taken and not acknowledged is still there after a restart, if anything is. Safe on any thread.
/// </summary>
public interface IMqttBacklog : IDisposable
{
    /// <summary>Messages that are not acknowledged.</summary>
    int Count { get; }

    /// <summary>Most messages that it holds.</summary>
    int Capacity { get; }

    /// <summary>Adds a message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>How many of the oldest went for it.</returns>
    /// <exception cref="IOException">It could not be kept; it is not in the queue.</exception>
    int Append(MqttMessage message);

    /// <summary>Takes the next message that was not taken yet.</summary>
    /// <param name="item">It.</param>
    /// <returns>False: there is none.</returns>
    bool TryTake(out QueuedMessage item);

    /// <summary>A message that was taken is done with; those before it may still be on their way.</summary>
    /// <param name="sequence">Its number.</param>
    void Acknowledge(long sequence);

    /// <summary>Ends when there may be a message to take.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    Task WaitAsync(CancellationToken cancellation);
}
