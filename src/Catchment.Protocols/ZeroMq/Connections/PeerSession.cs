namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>What a socket does with one connection.</summary>
internal abstract class PeerSession(ZmqConnection connection)
{
    private Thread? _thread;

    /// <summary>The connection.</summary>
    public ZmqConnection Connection { get; } = connection;

    /// <summary>Whether the caller is a handler that this session called.</summary>
    public bool RunsOnThisThread => _thread == Thread.CurrentThread;

    /// <summary>
    /// Handshake, service and end of the connection, on the calling thread, which is the connection's own. Nothing that happens
    /// here leaves this method: one peer must not end the process.
    /// </summary>
    public void Run(ConnectionContext context)
    {
        _thread = Thread.CurrentThread;
        var observer = context.Options.Observer;
        observer?.Connected(Connection.Peer);
        try
        {
            if (Connection.Handshake()) Serve();
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
            ConnectionLog.Ended(context, Connection);
        }
    }

    /// <summary>Serves the connection until <see cref="ZmqConnection.Receive"/> returns false.</summary>
    protected abstract void Serve();

    /// <summary>The connection has ended, its memory is still there.</summary>
    protected virtual void Ended()
    {
    }
}
