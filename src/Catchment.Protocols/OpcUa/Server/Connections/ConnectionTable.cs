namespace Catchment.Protocols.OpcUa.Server.Connections;

/// <summary>The connections of a server: no more than there may be.</summary>
/// <param name="options">How many, and the clock.</param>
internal sealed class ConnectionTable(OpcUaServerOptions options)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<ServerConnection> _connections = [];
    private readonly HashSet<ServerConnection> _displaced = [];
    private readonly TaskCompletionSource _allGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isFinishing;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _connections.Count;
        }
    }

    /// <summary>
    /// Takes a connection in. When there are too many, the oldest without a session has to go; without one the new one has no place.
    /// Source: OPC 10000-4, 5.5.2.
    /// </summary>
    public bool TryAdd(ServerConnection connection)
    {
        ServerConnection? displaced = null;
        lock (_gate)
        {
            if (_connections.Count >= options.MaxConnections)
            {
                displaced = _connections.FirstOrDefault(static c => !c.HasSession);
                if (displaced is null)
                    return false;
                _connections.Remove(displaced);
                _displaced.Add(displaced);
            }

            _connections.AddLast(connection);
        }

        displaced?.Close(OpcUaCloseReason.Displaced);
        return true;
    }

    /// <summary>A connection is over.</summary>
    public void Remove(ServerConnection connection)
    {
        lock (_gate)
        {
            if (!_displaced.Remove(connection))
                _connections.Remove(connection);
            TellIfGone();
        }
    }

    /// <summary>Closes those that are too slow.</summary>
    public void Look() => Snapshot().ForEach(static c => c.Look());

    /// <summary>Tells all clients that the server stops, and closes their connections.</summary>
    /// <param name="patience">How long they may take to close them themselves.</param>
    /// <param name="cancellation">Ends the patience.</param>
    public async Task FinishAsync(TimeSpan patience, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _isFinishing = true;
            TellIfGone();
        }

        Snapshot().ForEach(static c => c.Finish());
        try
        {
            await _allGone.Task.WaitAsync(patience, options.Time, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            Snapshot().ForEach(static c => c.Close(OpcUaCloseReason.Stopped));
            await _allGone.Task;
        }
    }

    private void TellIfGone()
    {
        if (_isFinishing && _connections.Count == 0 && _displaced.Count == 0)
            _allGone.TrySetResult();
    }

    private List<ServerConnection> Snapshot()
    {
        lock (_gate)
            return [.. _connections];
    }
}
