using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server.Connections;
using Catchment.Protocols.OpcUa.Server.Discovery;
using Catchment.Protocols.OpcUa.Server.Dispatch;
using Catchment.Protocols.OpcUa.Server.Sessions;
using Catchment.Protocols.OpcUa.Transport;
using Catchment.Protocols.Tcp;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>
/// An OPC UA server over TCP with the binary encoding, from <see cref="Start(OpcUaServerOptions)"/> to its disposal. A client that breaks the
/// protocol, is slow or does not read costs itself its connection and nobody else anything.
/// </summary>
public sealed class OpcUaServer : IAsyncDisposable
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly OpcUaServerOptions _options;
    private readonly ServerHost _host;
    private readonly SessionService _sessions;
    private readonly ServiceTable _services;
    private readonly ConnectionTable _connections;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _accepting = [];
    private ITimer? _look;
    private Task? _stopped;

    private OpcUaServer(OpcUaServerOptions options, ServiceTable services)
    {
        _options = options;
        var discovery = new DiscoveryService(options);
        _sessions = new SessionService(options, discovery, new IdentityCheck(options));
        _connections = new ConnectionTable(options);
        _services = services;
        _sessions.Table.Closed = services.SessionClosed;
        _host = new ServerHost
        {
            Options = options,
            Budget = new BufferBudget(options.MaxBufferedBytes),
            Dispatcher = new Dispatcher(options, discovery, _sessions, services),
            ChannelRules = new ChannelRules
            {
                Limits = options.Limits,
                IsOffered = (policy, mode) => options.Endpoints.Contains(new OpcUaEndpoint(policy, mode)),
                Certificate = options.Certificate,
                Trust = chain => Trust(options, chain),
                MinTokenLifetime = options.MinTokenLifetime,
                MaxTokenLifetime = options.MaxTokenLifetime,
                Time = options.Time,
            },
        };
    }

    /// <summary>Where it listens, with the real ports.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; private set; } = [];

    /// <summary>Clients that are connected now.</summary>
    public int Connections => _connections.Count;

    /// <summary>Sessions now, active or not yet.</summary>
    public int Sessions => _sessions.Table.Count;

    /// <summary>Bytes of incomplete requests and unsent responses that are held beyond each connection's own part.</summary>
    public long BufferedBytes => _host.Budget.Taken;

    /// <summary>How many subscriptions an active session has, and values that they watch.</summary>
    /// <param name="session">The session's public id.</param>
    /// <returns>Zero of both when there is no such session.</returns>
    public (int Subscriptions, int MonitoredItems) WatchedBy(NodeId session)
    {
        if (_sessions.Table.Active.FirstOrDefault(one => one.Id == session)?.Subscriptions is not { } watching)
            return default;
        lock (watching.Gate)
            return (watching.Subscriptions.Count, watching.Subscriptions.Sum(static one => one.Items.Count));
    }

    /// <summary>Listens on all endpoints and serves.</summary>
    /// <param name="options">How.</param>
    /// <exception cref="OpcUaException">BadConfigurationError: the options contradict each other; BadCommunicationError: an endpoint cannot be listened on; none is.</exception>
    public static OpcUaServer Start(OpcUaServerOptions options) => Start(options, StandardServices.Of(options));

    /// <summary>The same with services of one's own.</summary>
    internal static OpcUaServer Start(OpcUaServerOptions options, ServiceTable services)
    {
        Check(options);
        var server = new OpcUaServer(options, services);
        foreach (var endpoint in options.Listen)
        {
            try
            {
                server._listeners.Add(ListeningPort.Open(endpoint));
            }
            catch (SocketException e)
            {
                server._listeners.ForEach(l => l.Dispose());
                throw new OpcUaException(StatusCodes.BadCommunicationError, $"cannot listen on {endpoint}: {ListeningPort.Explain(e)}", e);
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
    /// Stops: tells the state Shutdown for as long as the options say, listens no more, tells every client and closes all connections. When
    /// it returns, the ports are free.
    /// </summary>
    /// <param name="cancellation">Ends the patience.</param>
    public Task StopAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return _stopped ??= Task.Run(() => FinishAsync(cancellation), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private static void Check(OpcUaServerOptions options)
    {
        foreach (var endpoint in options.Endpoints)
        {
            if (endpoint.Policy.IsSecure != (endpoint.Mode is MessageSecurityMode.Sign or MessageSecurityMode.SignAndEncrypt))
                throw new OpcUaException(StatusCodes.BadConfigurationError, $"The policy {endpoint.Policy} does not go with the mode {endpoint.Mode}.");
            if (endpoint.Policy.IsSecure && options.Certificate is null)
                throw new OpcUaException(StatusCodes.BadConfigurationError, $"The policy {endpoint.Policy} needs a certificate.");
        }

        if (options.UserCertificateStore is not null && options.Certificate is null)
            throw new OpcUaException(StatusCodes.BadConfigurationError, "Users' certificates sign for the server's certificate: it needs one.");
        if (options.Limits.MaxChunkSize < TransportLimits.LeastChunkSize)
            throw new OpcUaException(StatusCodes.BadConfigurationError, $"A chunk has to have {TransportLimits.LeastChunkSize} bytes at least.");
    }

    private static void Trust(OpcUaServerOptions options, CertificateChain chain)
    {
        if (options.CertificateStore is not { } store)
            throw new OpcUaException(StatusCodes.BadSecurityChecksFailed, "There is no store of certificates: no client is trusted.");
        var validation = store.Validate(chain, new CertificateExpectation(IsServer: false));
        if (!validation.IsGood)
            throw new OpcUaException(validation.ToldStatus);
    }

    private async Task FinishAsync(CancellationToken cancellation)
    {
        _services.Stopping(_options.ShutdownNotice);
        if (_options.ShutdownNotice > TimeSpan.Zero)
            await Task.Delay(_options.ShutdownNotice, _options.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync();
        _listeners.ForEach(l => l.Dispose());
        await Task.WhenAll(_accepting);
        await _look!.DisposeAsync();

        // The connections first: a client whose Publish were answered with a fault would send another, and learn that its session is closed. It is to look for the server again.
        await _connections.FinishAsync(StopPatience, cancellation);
        _services.Stopped();
        _sessions.Table.CloseAll();
        _stop.Dispose();
    }

    private void Admit(Socket socket)
    {
        ServerConnection connection;
        try
        {
            socket.NoDelay = true;
            NoticeDeadPeer(socket);
            connection = new ServerConnection(socket, _host);
        }
        catch (SocketException)
        {
            // Its client closed it before it was looked at.
            socket.Dispose();
            return;
        }

        if (!_connections.TryAdd(connection))
        {
            _options.Observer?.Refused(connection.Peer);
            connection.Dispose();
            return;
        }

        _options.Observer?.Connected(connection.Peer);
        _ = Task.Run(() => ServeAsync(connection), CancellationToken.None);
    }

    private async Task ServeAsync(ServerConnection connection)
    {
        await connection.ServeAsync();
        _sessions.Table.Lose(connection);
        _options.Observer?.Disconnected(connection.Peer, connection.Reason, connection.Status);
        _connections.Remove(connection);
    }

    /// <summary>A client whose computer is gone says nothing; the network notices within two minutes, and its place is free again.</summary>
    private static void NoticeDeadPeer(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 6);
    }

    private void Look()
    {
        try
        {
            _connections.Look();
            _sessions.Table.Look();
        }
#pragma warning disable CA1031 // A timer's exception would end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            OpcUaServerLog.TimerFailed(_options.Logger, e);
        }
    }
}
