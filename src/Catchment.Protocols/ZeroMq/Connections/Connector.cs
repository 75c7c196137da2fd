using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>
/// Keeps one connection to an endpoint: connects, serves, and connects again with growing pauses until disposed. The thread of the
/// connector is the connection's thread. Each loss, and each return, is one line in the log.
/// </summary>
internal sealed class Connector : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly ZmqEndpoint _endpoint;
    private readonly ConnectionContext _context;
    private readonly Func<ZmqConnection, PeerSession> _newSession;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private Socket? _connecting;
    private ZmqConnection? _connection;
    private bool _isDown;

    /// <summary>Makes the connector; <see cref="Start"/> starts it.</summary>
    public Connector(ZmqEndpoint endpoint, ConnectionContext context, Func<ZmqConnection, PeerSession> newSession)
    {
        if (endpoint.Port == 0) throw new ArgumentException($"{endpoint}: port 0 can be listened on, but not connected to", nameof(endpoint));
        _endpoint = endpoint;
        _context = context;
        _newSession = newSession;
        _thread = ConnectionThread.Create(Run, $"zmq-{context.Name} {endpoint}");
    }

    /// <summary>Starts to connect.</summary>
    public void Start() => _thread.Start();

    /// <summary>Stops at once, even while connecting, receiving or sending. A handler that runs is not waited for very long.</summary>
    public void Dispose()
    {
        _stop.Set();
        lock (_gate)
        {
            _connecting?.Dispose();
            _connection?.Close(ZmqCloseReason.Stopped, "disposed");
        }

        if (_thread.IsAlive && _thread != Thread.CurrentThread) _thread.Join(TimeSpan.FromMilliseconds(500));
    }

    private void Run()
    {
        var options = _context.Options;
        var pause = options.ReconnectMin;
        while (!_stop.IsSet)
        {
            var reason = ConnectAndServe(out var wasReady);
            if (wasReady) pause = options.ReconnectMin;

            // We dropped the connection ourselves, to get a fresh one: no reason to wait.
            if (wasReady && reason == ZmqCloseReason.ReplyTimeout) continue;
            if (_stop.Wait(pause)) return;
            pause = pause * 2 < options.ReconnectMax ? pause * 2 : options.ReconnectMax;
        }
    }

    private ZmqCloseReason ConnectAndServe(out bool wasReady)
    {
        wasReady = false;
        ZmqConnection? connection;
        try
        {
            connection = Connect();
        }
        catch (SocketException e)
        {
            Down(e.Message);
            return ZmqCloseReason.ConnectionLost;
        }

        if (connection is null) return ZmqCloseReason.Stopped;
        var session = _newSession(connection);
        session.OnReady = Up;
        session.Run(_context, logEnd: false);
        lock (_gate) _connection = null;
        wasReady = connection.IsReady;
        if (connection.CloseReason is not (ZmqCloseReason.Stopped or ZmqCloseReason.ReplyTimeout)) Down(connection.CloseDetail);
        return connection.CloseReason;
    }

    /// <summary>Asks for the addresses anew each time, for the host may have moved, and takes the first that answers.</summary>
    /// <returns>Null when stopped meanwhile.</returns>
    /// <exception cref="SocketException">None answers.</exception>
    private ZmqConnection? Connect()
    {
        SocketException? failure = null;
        foreach (var address in _endpoint.Resolve())
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                if (!MayConnect(socket)) return null;

                // Linux applies the send time-out to connecting, too.
                socket.SendTimeout = (int)ConnectTimeout.TotalMilliseconds;
                socket.Connect(new IPEndPoint(address, _endpoint.Port));
                return Connected(socket);
            }
            catch (SocketException e)
            {
                failure = e;
                socket.Dispose();
            }
            catch (ObjectDisposedException)
            {
                // Disposed while connecting.
                return null;
            }
        }

        if (_stop.IsSet) return null;
        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    private bool MayConnect(Socket socket)
    {
        lock (_gate)
        {
            _connecting = socket;
            if (!_stop.IsSet) return true;
            socket.Dispose();
            return false;
        }
    }

    private ZmqConnection? Connected(Socket socket)
    {
        lock (_gate)
        {
            _connecting = null;
            if (_stop.IsSet)
            {
                socket.Dispose();
                return null;
            }

            return _connection = new ZmqConnection(socket, isServer: false, _context);
        }
    }

    private void Up()
    {
        ConnectionLog.Up(_context.Options.Logger, _context.Name, _endpoint);
        _isDown = false;
    }

    private void Down(string why)
    {
        if (!_isDown && !_stop.IsSet) ConnectionLog.Down(_context.Options.Logger, _context.Name, _endpoint, why, _context.Options.ReconnectMax.TotalSeconds);
        _isDown = true;
    }
}
