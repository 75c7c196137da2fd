using System.Diagnostics.CodeAnalysis;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>
/// Messages that wait to be sent: bounded in number and in octets, where a message that is larger than the bound may still wait
/// alone.
/// </summary>
internal sealed class OutboundQueue(int maxMessages, long maxBytes)
{
    private readonly object _gate = new();
    private readonly Queue<OutboundMessage> _messages = new();
    private long _bytes;
    private bool _completed;

    /// <summary>Adds a message if there is room now.</summary>
    /// <returns>False when it is full or completed.</returns>
    public bool TryAdd(OutboundMessage message) => TryAdd(message, TimeSpan.Zero, TimeProvider.System, CancellationToken.None);

    /// <summary>Adds a message, waits for room if need be. The queue takes a reference of its own.</summary>
    /// <returns>False when there was no room in time, or the queue was completed.</returns>
    public bool TryAdd(OutboundMessage message, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        using var wake = cancellation.CanBeCanceled ? cancellation.Register(Wake) : default;
        var since = time.GetTimestamp();
        lock (_gate)
        {
            while (!_completed && !HasRoom(message))
            {
                var left = Waiting.Left(time, since, timeout);
                if (left == TimeSpan.Zero || cancellation.IsCancellationRequested) return false;
                Monitor.Wait(_gate, left);
            }

            if (_completed) return false;
            message.AddReference();
            _messages.Enqueue(message);
            _bytes += message.Length;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Takes the next message, waits for one if need be.</summary>
    /// <param name="message">The message; the caller releases it.</param>
    /// <param name="ended">Whether to wait no longer; looked at after each <see cref="Wake"/>.</param>
    /// <returns>False when the queue is completed and empty, or when <paramref name="ended"/> said so.</returns>
    public bool TryTake([NotNullWhen(true)] out OutboundMessage? message, Func<bool> ended)
    {
        message = null;
        lock (_gate)
        {
            while (!ended())
            {
                if (TryTakeNow(out message)) return true;
                if (_completed) return false;
                Monitor.Wait(_gate);
            }

            return false;
        }
    }

    /// <summary>Takes the next message if there is one now.</summary>
    public bool TryTakeNow([NotNullWhen(true)] out OutboundMessage? message)
    {
        lock (_gate)
        {
            if (!_messages.TryDequeue(out message)) return false;
            _bytes -= message.Length;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Makes those who wait look again.</summary>
    public void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }

    /// <summary>Takes no more messages; those inside can still be taken.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes no more messages and releases those inside.</summary>
    /// <returns>How many were inside.</returns>
    public int Clear()
    {
        Complete();
        var count = 0;
        while (TryTakeNow(out var message))
        {
            message.Release();
            count++;
        }

        return count;
    }

    private bool HasRoom(OutboundMessage message) =>
        _messages.Count < maxMessages && (_messages.Count == 0 || message.Length <= maxBytes - _bytes);
}
