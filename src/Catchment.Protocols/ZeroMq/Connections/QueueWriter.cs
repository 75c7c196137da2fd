namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>The thread that sends what waits in a queue over one connection, so that a slow peer holds up nobody but itself.</summary>
internal sealed class QueueWriter
{
    /// <summary>Small messages that are waiting leave together, up to this many at a time.</summary>
    private const int MaxBatch = 64;

    private readonly ZmqConnection _connection;
    private readonly OutboundQueue _queue;
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    public QueueWriter(ZmqConnection connection, OutboundQueue queue, string socketName)
    {
        _connection = connection;
        _queue = queue;
        _thread = ConnectionThread.Create(Write, $"zmq-{socketName} to {connection.Peer}");
        _thread.Start();
    }

    /// <summary>Ends the thread; the connection must have been closed.</summary>
    public void Join()
    {
        _queue.Wake();
        _thread.Join();
    }

    private void Write()
    {
        Func<bool> ended = () => _connection.CloseReason != ZmqCloseReason.None;
        while (_queue.TryTake(out var message, ended))
            if (!SendBatch(message)) return;
        if (ended()) return;

        // The queue was completed: everything has been sent, so the connection ends in good order.
        _connection.Sender.Enter();
        _connection.Sender.Finish();
        _connection.Sender.Exit();
    }

    private bool SendBatch(OutboundMessage? message)
    {
        _connection.Sender.Enter();
        try
        {
            var sent = true;
            for (var count = 1; message is not null; count++)
            {
                _connection.Sender.AppendRaw(message.Span);
                message.Release();
                message = null;
                if (count < MaxBatch) _queue.TryTakeNow(out message);
                sent = _connection.Sender.EndMessage(flush: message is null);
            }

            return sent;
        }
        finally
        {
            _connection.Sender.Exit();
        }
    }
}
