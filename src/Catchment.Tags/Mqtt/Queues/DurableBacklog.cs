using Catchment.Protocols.Mqtt;

namespace Catchment.Tags.Mqtt.Queues;

/// <summary>
/// A queue on disk that goes on in memory, behind what the disk has, while the disk takes nothing; what is in memory goes to the disk as
/// soon as it takes it again.
/// </summary>
/// <param name="open">Opens the queue on disk.</param>
/// <param name="capacity">Most messages on disk.</param>
/// <param name="spare">Most messages in memory.</param>
/// <param name="time">The clock.</param>
/// <param name="trouble">Told why the disk takes nothing, and with null that it does again.</param>
internal sealed class DurableBacklog(Func<MqttOutbox> open, int capacity, int spare, TimeProvider time, Action<string?> trouble) : IMqttBacklog
{
    /// <summary>The time between two tries of a disk that takes nothing.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Queue<MqttMessage> _spilled = new();
    private readonly Bell _bell = new();
    private MqttOutbox? _disk;
    private bool _isFailing;
    private long _failedAt;
    private long _taken; // of those in memory; their numbers are negative
    private int _onTheirWay;

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_gate)
                return (_disk?.Count ?? 0) + _spilled.Count + _onTheirWay;
        }
    }

    /// <inheritdoc/>
    public int Capacity => capacity;

    /// <summary>Messages on disk that could not be read any more.</summary>
    public long Unreadable
    {
        get
        {
            lock (_gate)
                return _disk?.Unreadable ?? 0;
        }
    }

    /// <summary>Opens the disk; where it cannot be opened, it is tried again.</summary>
    public void Open()
    {
        lock (_gate)
            _ = TryMove(null, out _);
    }

    /// <inheritdoc/>
    public int Append(MqttMessage message)
    {
        if (!TryKeep(message, out var dropped))
            dropped = KeepLate(message);
        _bell.Ring();
        return dropped;
    }

    /// <summary>Where the disk is well, several are brought to it at once.</summary>
    private bool TryKeep(MqttMessage message, out int dropped)
    {
        MqttOutbox? disk;
        lock (_gate)
            disk = _isFailing ? null : _disk;
        dropped = 0;
        if (disk is null)
            return false;
        try
        {
            dropped = disk.Append(message);
            return true;
        }
        catch (IOException e)
        {
            lock (_gate)
                Fail(e);
            return false;
        }
    }

    private int KeepLate(MqttMessage message)
    {
        lock (_gate)
        {
            if ((_isFailing && time.GetElapsedTime(_failedAt) < Pause) || !TryMove(message, out var dropped))
                dropped = Spill(message);
            return dropped;
        }
    }

    /// <inheritdoc/>
    public bool TryTake(out QueuedMessage item)
    {
        lock (_gate)
        {
            if (_disk is { } disk && disk.TryTake(out item))
                return true;
            item = default;
            if (!_spilled.TryDequeue(out var message))
                return false;
            item = new QueuedMessage(-(++_taken), message);
            _onTheirWay++;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Acknowledge(long sequence)
    {
        lock (_gate)
        {
            if (sequence < 0)
                _onTheirWay--;
            else
                _disk!.Acknowledge(sequence);
        }
    }

    /// <inheritdoc/>
    public Task WaitAsync(CancellationToken cancellation) => _bell.WaitAsync(cancellation);

    /// <summary>Closes the disk; what is in memory goes there first, if it can.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_spilled.Count > 0)
                _ = TryMove(null, out _);
            _disk?.Dispose();
        }

        _bell.Dispose();
    }

    /// <summary>Brings what is in memory to the disk, and a message behind it.</summary>
    private bool TryMove(MqttMessage? message, out int dropped)
    {
        dropped = 0;
        try
        {
            _disk ??= open();
            for (; _spilled.TryPeek(out var waiting); _ = _spilled.Dequeue())
                dropped += _disk.Append(waiting);
            if (message is not null)
                dropped += _disk.Append(message);
        }
        catch (IOException e)
        {
            Fail(e);
            return false;
        }

        if (_isFailing)
            trouble(null);
        _isFailing = false;
        return true;
    }

    private void Fail(IOException e)
    {
        (_isFailing, _failedAt) = (true, time.GetTimestamp());
        trouble(e.Message);
    }

    private int Spill(MqttMessage message)
    {
        var dropped = 0;
        for (; _spilled.Count >= spare; dropped++)
            _ = _spilled.Dequeue();
        _spilled.Enqueue(message);
        return dropped;
    }
}
