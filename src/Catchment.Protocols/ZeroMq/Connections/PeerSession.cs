namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>What a socket does with one connection.</summary>
internal abstract class PeerSession(ZmqConnection connection)
{
    private Thread? _thread;

    /// <summary>Called when the handshake is complete.</summary>
    public Action? OnReady { get; set; }

    /// <summary>The connection.</summary>
    public ZmqConnection Connection { get; } = connection;

    /// <summary>Whether the caller is a handler that this session called.</summary>
    public bool RunsOnThisThread => _thread == Thread.CurrentThread;

    /// <summary>
    /// Handshake, service and end of the connection, on the calling thread, which is the connection's own. Nothing that happens
    /// here leaves this method: one peer must not end the process.
    /// </summary>
    /// <param name="context">What the connections of the socket share.</param>
    /// <param name="logEnd">Whether the end is to be logged here.</param>
    public void Run(ConnectionContext context, bool logEnd = true)
    {
        _thread = Thread.CurrentThread;
        var observer = context.Options.Observer;
        observer?.Connected(Connection.Peer);
        try
        {
            if (Connection.Handshake())
            {
                OnReady?.Invoke();
                Serve();
            }
        }
        catch (Exception e)
        {
            ConnectionLog.Fault(context.Options.Logger, e, context.Name, Connection.Peer);
            Connection.Close(ZmqCloseReason.Fault, e.Message);
        }
        finally
        {
            Ended();
            Connection.Dispose();
            observer?.Disconnected(Connection.Peer, Connection.CloseReason);
            if (logEnd) ConnectionLog.Ended(context, Connection);
        }
    }

    /// <summary>Serves the connection until <see cref="ZmqConnection.Receive"/> returns false.</summary>
    protected abstract void Serve();

    /// <summary>The connection has ended, its memory is still there.</summary>
    protected virtual void Ended()
    {
    }
}
