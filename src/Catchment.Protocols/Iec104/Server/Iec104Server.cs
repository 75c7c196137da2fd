using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Iec104.Server.Connections;
using Catchment.Protocols.Iec104.Server.Events;
using Catchment.Protocols.Tcp;

namespace Catchment.Protocols.Iec104.Server;

/// <summary>
/// A controlled station: serves the points of a process to masters, from <see cref="Start"/> to its disposal. A master costs bounded
/// memory, whatever it does, and one that misbehaves loses its own connection alone.
/// </summary>
public sealed class Iec104Server : IAsyncDisposable
{
    /// <summary>
    /// The cause of initialization (COI, in the range for private use) in the M_EI_NA_1 that tells a master that events were lost: it has to
    /// interrogate, as after any end of initialization.
    /// </summary>
    public const byte EventsLostCause = 32;

    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(100);

    private readonly ServerHost _host;
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, EventGroup> _named = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _accepting = [];
    private volatile ServedConnection[] _connections = [];
    private volatile EventGroup[] _groups = [];
    private ITimer? _look;
    private Task? _stopped;

    private Iec104Server(Iec104ServerOptions options, IIec104Station station)
    {
        _host = new ServerHost(options, station);
        foreach (var named in options.Groups)
        {
            var group = new EventGroup(named.Name, options);
            foreach (var peer in named.Peers)
                _named.Add(Plain(peer), group);
            _groups = [.. _groups, group];
        }
    }

    /// <summary>Where it listens, with the real ports.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; private set; } = [];

    /// <summary>The connections, as they are now.</summary>
    public IReadOnlyList<Iec104ConnectionStatus> Connections => Array.ConvertAll(_connections, static c => c.Status);

    /// <summary>The redundancy groups that the options name, as they are now.</summary>
    public IReadOnlyList<Iec104GroupStatus> Groups => [.. _groups.Where(static g => g.Name is not null).Select(static g => g.Status)];

    /// <summary>Whether what is put is sent or waits: some master has started data transfer, or there is a redundancy group.</summary>
    public bool IsHeard => Array.Exists(_groups, static g => g.IsCollecting);

    /// <summary>Listens on all endpoints and serves.</summary>
    /// <param name="options">How.</param>
    /// <param name="station">Whose points.</param>
    /// <exception cref="Iec104Exception">
    /// <see cref="Iec104Fault.Argument"/>: an option cannot be. <see cref="Iec104Fault.Listen"/>: an endpoint cannot be listened on; none is.
    /// </exception>
    public static Iec104Server Start(Iec104ServerOptions options, IIec104Station station)
    {
        options.Check();
        var server = new Iec104Server(options, station);
        foreach (var endpoint in options.Listen)
        {
            try
            {
                server._listeners.Add(ListeningPort.Open(endpoint));
            }
            catch (SocketException e)
            {
                server._listeners.ForEach(static l => l.Dispose());
                throw new Iec104Exception(Iec104Fault.Listen, $"cannot listen on {endpoint}: {ListeningPort.Explain(e)}", inner: e);
            }
        }

        server.Endpoints = [.. server._listeners.Select(static l => (IPEndPoint)l.LocalEndPoint!)];
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

    /// <summary>Has a point sent to all masters.</summary>
    /// <param name="commonAddress">Of the station.</param>
    /// <param name="point">The point as it is now.</param>
    /// <param name="cause">Why: spontaneous, periodic, background scan, or return information of a command.</param>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Argument"/>: there is no such type, address, or cause in monitor direction.</exception>
    public void Put(int commonAddress, in Iec104Point point, CauseOfTransmission cause = CauseOfTransmission.Spontaneous) =>
        Put(commonAddress, new ReadOnlySpan<Iec104Point>(in point), cause);

    /// <summary>Has points sent to all masters, in their order.</summary>
    /// <param name="commonAddress">Of the station.</param>
    /// <param name="points">The points as they are now.</param>
    /// <param name="cause">Why: spontaneous, periodic, background scan, or return information of a command.</param>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Argument"/>: there is no such type, address, or cause in monitor direction.</exception>
    public void Put(int commonAddress, ReadOnlySpan<Iec104Point> points, CauseOfTransmission cause = CauseOfTransmission.Spontaneous)
    {
        if (cause is not (CauseOfTransmission.Spontaneous or CauseOfTransmission.Periodic or CauseOfTransmission.BackgroundScan or CauseOfTransmission.ReturnRemote or CauseOfTransmission.ReturnLocal))
            throw new Iec104Exception(Iec104Fault.Argument, $"Points are not put because of {cause}.");
        if (commonAddress < 1 || commonAddress >= _host.Options.Format.GlobalCommonAddress)
            throw new Iec104Exception(Iec104Fault.Argument, $"{commonAddress} is not the common address of one station.");
        foreach (ref readonly var point in points)
        {
            if (!_host.IsServable(point))
                throw new Iec104Exception(Iec104Fault.Argument, $"{point.Type} with the address {point.Information.Address} cannot be sent.");
        }

        foreach (var group in _groups)
        {
            var (hasLost, active) = group.Put(commonAddress, points, cause);
            if (hasLost)
                _host.Options.Observer?.EventsLost(active?.Peer, group.Name);
        }
    }

    /// <summary>
    /// Stops: listens no more, answers what masters have asked for as far as they take it, and closes all connections, at the latest after
    /// the options' patience. When it returns, the ports are free.
    /// </summary>
    /// <param name="cancellation">Ends the patience.</param>
    public Task StopAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return _stopped ??= Task.Run(() => FinishAsync(cancellation), CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private async Task FinishAsync(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        _listeners.ForEach(static l => l.Dispose());
        await Task.WhenAll(_accepting);
        var connections = _connections;
        Array.ForEach(connections, static c => c.Finish());
        var ended = Task.WhenAll(connections.Select(static c => c.Ended));
        try
        {
            await ended.WaitAsync(_host.Options.StopPatience, _host.Options.Time, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            Array.ForEach(connections, static c => c.Close(Iec104CloseReason.Stopped, "The station was stopped."));
            await ended;
        }

        await _look!.DisposeAsync();
        _stop.Dispose();
    }

    private void Admit(Socket socket)
    {
        ServedConnection connection;
        try
        {
            var peer = (IPEndPoint)socket.RemoteEndPoint!;
            if (_connections.Length >= _host.Options.MaxConnections)
            {
                _host.Options.Observer?.Refused(peer);
                socket.Dispose();
                return;
            }

            var group = _named.GetValueOrDefault(Plain(peer.Address)) ?? new EventGroup(name: null, _host.Options);
            connection = new ServedConnection(socket, _host, group, Dismiss);
        }
        catch (SocketException)
        {
            // Its master closed it before it was looked at.
            socket.Dispose();
            return;
        }

        lock (_gate)
        {
            _connections = [.. _connections, connection];
            if (connection.Group.Name is null)
                _groups = [.. _groups, connection.Group];
        }

        _host.Options.Observer?.Connected(connection.Peer, connection.Group.Name);
        _ = Task.Run(connection.RunAsync, CancellationToken.None);
    }

    private void Dismiss(ServedConnection connection)
    {
        lock (_gate)
        {
            _connections = Array.FindAll(_connections, c => c != connection);
            if (connection.Group.Name is null)
                _groups = Array.FindAll(_groups, g => g != connection.Group);
        }

        _host.Options.Observer?.Disconnected(connection.Status, connection.Reason, connection.Explanation);
    }

    private void Look() => Array.ForEach(_connections, static c => c.Look());
}
