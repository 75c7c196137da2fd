using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>Binds endpoints, accepts peers within the limits, and gives each connection a thread of its own.</summary>
/// <typeparam name="TSession">What serves a connection.</typeparam>
internal sealed class ConnectionListener<TSession> : IDisposable
    where TSession : PeerSession
{
    private readonly IReadOnlyList<ZmqEndpoint> _endpoints;
    private readonly ConnectionContext _context;
    private readonly Func<ZmqConnection, TSession> _newSession;
    private readonly List<Socket> _listeners = [];
    private readonly List<Thread> _acceptThreads = [];
    private readonly HashSet<TSession> _sessions = [];
    private readonly object _gate = new();
    private readonly ManualResetEvent _stop = new(false);
    private readonly LogGate _refusals;
    private bool _stopping;

    public ConnectionListener(IReadOnlyList<ZmqEndpoint> endpoints, ConnectionContext context, Func<ZmqConnection, TSession> newSession)
    {
        if (endpoints.Count == 0) throw new ArgumentException("a listener needs an endpoint", nameof(endpoints));
        _endpoints = endpoints;
        _context = context;
        _newSession = newSession;

        // A refused address is named once; an hour later it is news again.
        _refusals = new LogGate(context.Options.TimeProvider, TimeSpan.FromHours(1));
    }

    /// <summary>Connections at the moment, those in the handshake included.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _sessions.Count;
        }
    }

    /// <summary>Binds all endpoints and starts to accept.</summary>
    /// <returns>The bound addresses, in the order of the endpoints; a free port has its number here.</returns>
    /// <exception cref="ZmqException">An endpoint cannot be bound; nothing stays bound then.</exception>
    public IReadOnlyList<IPEndPoint> Start()
    {
        if (_listeners.Count > 0 || _stopping) throw new InvalidOperationException("the socket was started before");
        try
        {
            foreach (var endpoint in _endpoints) _listeners.Add(ListeningSocket.Bind(endpoint));
        }
        catch (ZmqException)
        {
            foreach (var listener in _listeners) listener.Dispose();
            _listeners.Clear();
            throw;
        }

        foreach (var listener in _listeners) StartAccepting(listener);
        return [.. _listeners.Select(l => (IPEndPoint)l.LocalEndPoint!)];
    }

    /// <summary>Copies the sessions of the moment into a list that the caller keeps for the purpose.</summary>
    public void CopySessions(List<TSession> into)
    {
        into.Clear();
        lock (_gate) into.AddRange(_sessions);
    }

    /// <summary>Closes the listening sockets; connections stay. Those in the system's queue are reset and come again.</summary>
    public void StopAccepting()
    {
        lock (_gate)
        {
            if (!_stopping)
            {
                _stopping = true;
                _stop.Set();
                foreach (var listener in _listeners) listener.Dispose();
            }
        }

        foreach (var thread in _acceptThreads) thread.Join();
    }

    /// <summary>Waits until all connections have ended.</summary>
    /// <returns>Whether that was so in time.</returns>
    public bool WaitForEnd(TimeSpan atMost)
    {
        var time = TimeProvider.System;
        var since = time.GetTimestamp();
        lock (_gate)
        {
            while (_sessions.Count > 0)
            {
                var left = atMost - time.GetElapsedTime(since);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left)) return _sessions.Count == 0;
            }

            return true;
        }
    }

    /// <summary>Stops at once: closes listeners and connections, and gives their threads a moment to end.</summary>
    public void Dispose()
    {
        StopAccepting();
        var sessions = new List<TSession>();
        CopySessions(sessions);
        foreach (var session in sessions) session.Connection.Close(ZmqCloseReason.Stopped, "stopped");

        // A handler may run on for as long as it likes, and it may even be the caller: its thread ends when it returns.
        if (!sessions.Exists(s => s.RunsOnThisThread)) WaitForEnd(TimeSpan.FromMilliseconds(500));
    }

    private void StartAccepting(Socket listener)
    {
        var loop = new AcceptLoop(listener.Accept, Take, _stop, _context, listener.LocalEndPoint!);
        var thread = ConnectionThread.Create(loop.Run, $"zmq-{_context.Name} accept {listener.LocalEndPoint}");
        _acceptThreads.Add(thread);
        thread.Start();
    }

    private void Take(Socket socket)
    {
        TSession session;
        try
        {
            var peer = (IPEndPoint)socket.RemoteEndPoint!;
            if (WhyRefuse(peer.Address) is { } refusal)
            {
                Refuse(socket, peer, refusal);
                return;
            }

            session = _newSession(new ZmqConnection(socket, isServer: true, _context));
        }
        catch (SocketException)
        {
            // The peer was gone before the first byte; there is nobody to tell and nothing was lost.
            socket.Dispose();
            return;
        }

        lock (_gate)
        {
            if (!_stopping) _sessions.Add(session);
        }

        RunOnThread(session);
    }

    private void RunOnThread(TSession session)
    {
        var peer = session.Connection.Peer;
        try
        {
            if (_stopping) session.Connection.Close(ZmqCloseReason.Stopped, "stopping");
            ConnectionThread.Create(() => Run(session), $"zmq-{_context.Name} {peer}").Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // The system gives no more threads: this peer goes, the others stay.
            Remove(session);
            session.Connection.Dispose();
            Report(peer, ZmqRefusal.OutOfResources);
        }
    }

    private void Run(TSession session)
    {
        try
        {
            session.Run(_context);
        }
        finally
        {
            Remove(session);
        }
    }

    private void Remove(TSession session)
    {
        lock (_gate)
        {
            _sessions.Remove(session);
            Monitor.PulseAll(_gate);
        }
    }

    private ZmqRefusal? WhyRefuse(IPAddress address)
    {
        var allowed = _context.Options.AllowedPeers;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (allowed.Count > 0 && !allowed.Any(network => network.Contains(address))) return ZmqRefusal.NotAllowed;
        lock (_gate)
        {
            if (_stopping) return ZmqRefusal.Stopping;
            return _sessions.Count >= _context.Options.Limits.MaxConnections ? ZmqRefusal.TooManyConnections : null;
        }
    }

    private void Refuse(Socket socket, IPEndPoint peer, ZmqRefusal reason)
    {
        socket.Dispose();
        Report(peer, reason);
    }

    private void Report(IPEndPoint peer, ZmqRefusal reason)
    {
        _context.Options.Observer?.Refused(peer, reason);
        if (reason != ZmqRefusal.Stopping && _refusals.MayLog(peer.Address))
            ConnectionLog.Refused(_context.Options.Logger, _context.Name, peer, reason);
    }
}
