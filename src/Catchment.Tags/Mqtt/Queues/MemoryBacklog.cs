using Catchment.Protocols.Mqtt;

namespace Catchment.Tags.Mqtt.Queues;

/// <summary>A queue in memory: what upstream has, and enough for QoS 0. What was taken no longer counts against its capacity.</summary>
/// <param name="capacity">Most messages that wait.</param>
public sealed class MemoryBacklog(int capacity) : IMqttBacklog
{
    private readonly Lock _gate = new();
    private readonly Queue<MqttMessage> _messages = new();
    private readonly Bell _bell = new();
    private long _taken;
    private int _onTheirWay;

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_gate)
                return _messages.Count + _onTheirWay;
        }
    }

    /// <inheritdoc/>
    public int Capacity => capacity;

    /// <inheritdoc/>
    public int Append(MqttMessage message)
    {
        var dropped = 0;
        lock (_gate)
        {
            for (; _messages.Count >= capacity; dropped++)
                _messages.Dequeue();
            _messages.Enqueue(message);
        }

        _bell.Ring();
        return dropped;
    }

    /// <inheritdoc/>
    public bool TryTake(out QueuedMessage item)
    {
        lock (_gate)
        {
            item = default;
            if (!_messages.TryDequeue(out var message))
                return false;
            item = new QueuedMessage(++_taken, message);
            _onTheirWay++;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Acknowledge(long sequence)
    {
        lock (_gate)
            _onTheirWay--;
    }

    /// <inheritdoc/>
    public Task WaitAsync(CancellationToken cancellation) => _bell.WaitAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose() => _bell.Dispose();
}
