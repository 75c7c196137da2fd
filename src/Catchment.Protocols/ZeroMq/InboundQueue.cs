using System.Diagnostics.CodeAnalysis;
using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>Received messages that wait to be taken. When it is full, the receiving thread waits, and TCP slows the peer.</summary>
internal sealed class InboundQueue(int maxMessages, long maxBytes)
{
    private readonly object _gate = new();
    private readonly Queue<ZmqMessage> _messages = new();
    private long _bytes;
    private bool _closed;

    /// <summary>Adds a message; waits while there is no room.</summary>
    /// <returns>False when the queue was closed; the message is disposed then.</returns>
    public bool Add(ZmqMessage message)
    {
        lock (_gate)
        {
            while (!_closed && (_messages.Count >= maxMessages || (_messages.Count > 0 && message.TotalBytes > maxBytes - _bytes)))
                Monitor.Wait(_gate);
            if (!_closed)
            {
                _messages.Enqueue(message);
                _bytes += message.TotalBytes;
                Monitor.PulseAll(_gate);
                return true;
            }
        }

        message.Dispose();
        return false;
    }

    /// <summary>Takes the next message; waits for one within the time.</summary>
    public bool TryTake(TimeSpan timeout, TimeProvider time, CancellationToken cancellation, [NotNullWhen(true)] out ZmqMessage? message)
    {
        using var wake = cancellation.CanBeCanceled ? cancellation.Register(Wake) : default;
        var since = time.GetTimestamp();
        lock (_gate)
        {
            while (!_messages.TryDequeue(out message))
            {
                var left = Waiting.Left(time, since, timeout);
                if (_closed || left == TimeSpan.Zero || cancellation.IsCancellationRequested) return false;
                Monitor.Wait(_gate, left);
            }

            _bytes -= message.TotalBytes;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    /// <summary>Ends all waiting and gives the memory back.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            while (_messages.TryDequeue(out var message)) message.Dispose();
            Monitor.PulseAll(_gate);
        }
    }

    private void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }
}
