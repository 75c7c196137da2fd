namespace Catchment.Protocols.Mqtt;

/// <summary>A client that keeps a connection to one broker. Safe on any thread.</summary>
public interface IMqttClient : IAsyncDisposable
{
    /// <summary>Whether the broker has accepted the connection, and it has not ended.</summary>
    bool IsConnected { get; }

    /// <summary>Messages that were given to <see cref="PublishAsync"/> and are not done with.</summary>
    int Pending { get; }

    /// <summary>Begins to connect, and to connect again whenever it has to.</summary>
    void Start();

    /// <summary>
    /// Sends a message, in the order of the calls. Without a connection it waits for one; QoS 1 and 2 are sent again, in the same order,
    /// until the broker has acknowledged them.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="cancel">Gives up a message that was not sent yet, and stops waiting for one that was.</param>
    /// <returns>Ends when the message was acknowledged; with QoS 0, when it was handed to the network.</returns>
    /// <exception cref="MqttRefusedException">The broker refuses this message; sending it again would not help.</exception>
    /// <exception cref="MqttException">
    /// Too many messages wait, the client was closed, or the connection ended under a message of QoS 0.
    /// </exception>
    Task PublishAsync(MqttMessage message, CancellationToken cancel = default);
}
