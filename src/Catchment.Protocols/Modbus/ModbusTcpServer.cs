using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Modbus.Serving;
using Catchment.Protocols.Tcp;

namespace Catchment.Protocols.Modbus;

/// <summary>
/// Serves tables to Modbus TCP clients, from <see cref="Start"/> to its disposal. Requests may come split anywhere and many at once. A
/// client costs one small buffer, whatever it does; a connection that waits for the rest of a frame, or whose client does not read,
/// harms no other.
/// </summary>
public sealed class ModbusTcpServer : IAsyncDisposable
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    private readonly ModbusServerOptions _options;
    private readonly ModbusResponder _responder;
    private readonly Lock _gate = new();
    private readonly HashSet<ServedClient> _clients = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _allGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _accepting = [];
    private ITimer? _look;
    private Task? _stopped;
    private int _threads;
    private bool _finishing;

    private ModbusTcpServer(ModbusServerOptions options, ModbusResponder responder) => (_options, _responder) = (options, responder);

    /// <summary>Where it listens, with the real ports.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; private set; } = [];

    /// <summary>Clients that are served now.</summary>
    public int Clients
    {
        get
        {
            lock (_gate)
                return _clients.Count;
        }
    }

    /// <summary>Listens on all endpoints and serves.</summary>
    /// <param name="options">How.</param>
    /// <param name="responder">Who answers.</param>
    /// <exception cref="ModbusException">An endpoint cannot be listened on; none is.</exception>
    public static ModbusTcpServer Start(ModbusServerOptions options, ModbusResponder responder)
    {
        var server = new ModbusTcpServer(options, responder);
        foreach (var endpoint in options.Endpoints)
        {
            try
            {
                server._listeners.Add(ListeningPort.Open(endpoint));
            }
            catch (SocketException e)
            {
                server._listeners.ForEach(l => l.Dispose());
                throw new ModbusException(ModbusFault.Listen, $"cannot listen on {endpoint}: {ListeningPort.Explain(e)}", inner: e);
            }
        }

        server.Endpoints = [.. server._listeners.Select(l => (IPEndPoint)l.LocalEndPoint!)];
        server._look = options.Time.CreateTimer(_ => server.Look(), state: null, LookPeriod, LookPeriod);
        foreach (var (listener, endpoint) in server._listeners.Zip(server.Endpoints))
        {
            var loop = new AcceptLoop(listener.AcceptAsync, server.Admit, options.Time)
            {
                CannotAccept = reason => options.Observer?.CannotAccept(endpoint, reason),
                AcceptsAgain = () => options.Observer?.AcceptsAgain(endpoint),
            };
            server._accepting.Add(loop.RunAsync(server._stop.Token));
        }

        return server;
    }

    /// <summary>
    /// Stops: listens no more, answers what has arrived, and closes all connections, at the latest after the options' patience. When it
    /// returns, the ports are free.
    /// </summary>
    /// <param name="cancellation">Ends the patience.</param>
    public Task StopAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return _stopped ??= Task.Run(() => FinishAsync(cancellation), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task FinishAsync(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        _listeners.ForEach(l => l.Dispose());
        await Task.WhenAll(_accepting);
        await _look!.DisposeAsync();
        lock (_gate)
        {
            _finishing = true;
            if (_clients.Count == 0)
                _allGone.TrySetResult();
        }

        Snapshot().ForEach(c => c.Finish());

        try
        {
            await _allGone.Task.WaitAsync(_options.StopPatience, _options.Time, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            Snapshot().ForEach(c => c.Close(ModbusCloseReason.Stopped));
            await _allGone.Task;
        }

        _stop.Dispose();
    }

    private void Admit(Socket socket)
    {
        ServedClient client;
        try
        {
            socket.NoDelay = true;
            NoticeDeadPeer(socket);
            client = new ServedClient(socket, (IPEndPoint)socket.RemoteEndPoint!, _responder, _options);
        }
        catch (SocketException)
        {
            // Its client closed it before it was looked at.
            socket.Dispose();
            return;
        }

        if (!Register(client))
        {
            _options.Observer?.Refused(client.Peer);
            socket.Dispose();
            return;
        }

        _options.Observer?.Connected(client.Peer);
        if (TryServeOnThread(client))
            return;
        _ = Task.Run(() => ServeOnPoolAsync(client), CancellationToken.None);
    }

    /// <summary>A client whose computer is gone says nothing; the network notices within two minutes, and its place is free again.</summary>
    private static void NoticeDeadPeer(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 6);
    }

    private bool Register(ServedClient client)
    {
        lock (_gate)
        {
            // Whoever restarts connects again before the end of its old connections was looked at: those have no place any more.
            if (_clients.Count >= _options.MaxConnections)
                _clients.RemoveWhere(static one => one.IsGone);
            return _clients.Count < _options.MaxConnections && _clients.Add(client);
        }
    }

    private bool TryServeOnThread(ServedClient client)
    {
        if (Interlocked.Increment(ref _threads) <= _options.Threads)
        {
            try
            {
                new Thread(() => ServeOnThread(client)) { IsBackground = true, Name = $"Modbus {client.Peer}" }.Start();
                return true;
            }
            catch (OutOfMemoryException)
            {
                // The system gives no more threads: the pool's will do.
            }
        }

        Interlocked.Decrement(ref _threads);
        return false;
    }

    private void ServeOnThread(ServedClient client)
    {
        client.Serve();
        Interlocked.Decrement(ref _threads);
        Dismiss(client);
    }

    private async Task ServeOnPoolAsync(ServedClient client)
    {
        await client.ServeAsync();
        Dismiss(client);
    }

    private void Dismiss(ServedClient client)
    {
        _options.Observer?.Disconnected(client.Peer, client.Reason);
        lock (_gate)
        {
            _clients.Remove(client);
            if (_finishing && _clients.Count == 0)
                _allGone.TrySetResult();
        }
    }

    private void Look() => Snapshot().ForEach(c => c.CloseWhenOverdue());

    private List<ServedClient> Snapshot()
    {
        lock (_gate)
            return [.. _clients];
    }
}
