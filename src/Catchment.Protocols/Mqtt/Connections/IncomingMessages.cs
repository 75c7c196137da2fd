using System.Threading.Channels;
using Catchment.Protocols.Mqtt.Wire;

namespace Catchment.Protocols.Mqtt.Connections;

/// <summary>
/// The messages from the broker: this side's other half of the session (4.1), and the one loop that hands them to the handler. What is
/// acknowledged goes over the connection that it came by, or not at all: then the broker sends it again.
/// </summary>
internal sealed class IncomingMessages(MqttClientOptions options)
{
    private readonly Channel<(MqttConnection Connection, PublishPacket Publish)> _arrived =
        Channel.CreateBounded<(MqttConnection, PublishPacket)>(new BoundedChannelOptions(options.ReceiveMaximum) { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly HashSet<ushort> _exactlyOnce = []; // Numbers of messages of QoS 2 that are not released.
    private readonly HashSet<ushort> _atLeastOnce = [];

    /// <summary>A new connection begins.</summary>
    /// <param name="sessionPresent">Whether the broker has kept its half of the session.</param>
    public void Restart(bool sessionPresent)
    {
        lock (_gate)
        {
            _atLeastOnce.Clear();
            if (!sessionPresent)
                _exactlyOnce.Clear();
        }
    }

    /// <summary>A message has arrived.</summary>
    /// <param name="publish">It.</param>
    /// <param name="isNew">False: it is of QoS 2 and was there before.</param>
    /// <returns>False when the broker leaves more unacknowledged than it was allowed to.</returns>
    public bool Enter(PublishPacket publish, out bool isNew)
    {
        isNew = true;
        lock (_gate)
        {
            if (publish.Message.Qos == MqttQos.AtLeastOnce)
                _atLeastOnce.Add(publish.PacketId);
            else if (publish.Message.Qos == MqttQos.ExactlyOnce)
                isNew = _exactlyOnce.Add(publish.PacketId);

            // 3.1.1 knows no such bound, but here as there the handler's queue is one.
            return options.Version == MqttVersion.V311 || _atLeastOnce.Count + _exactlyOnce.Count <= options.ReceiveMaximum;
        }
    }

    /// <summary>The broker will not send this number's message again.</summary>
    /// <returns>False when there was none.</returns>
    public bool Release(ushort packetId)
    {
        lock (_gate)
            return _exactlyOnce.Remove(packetId);
    }

    /// <summary>Queues a message for the handler, and waits for room.</summary>
    public ValueTask HandOverAsync(MqttConnection connection, PublishPacket publish, CancellationToken cancel) =>
        _arrived.Writer.WriteAsync((connection, publish), cancel);

    /// <summary>Hands messages over, one after the other, until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (var (connection, publish) in _arrived.Reader.ReadAllAsync(stop))
        {
            try
            {
                if (options.Handler is { } handler)
                    await handler(publish.Message, stop);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                MqttLog.HandlerFailed(options.Logger, e, publish.Message.Topic);
                options.Observer?.HandlerFailed();
            }

            lock (_gate)
            {
                if (publish.Message.Qos == MqttQos.AtLeastOnce)
                    _atLeastOnce.Remove(publish.PacketId);
            }

            connection.Handled(publish);
        }
    }
}
