using System.Net;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using Catchment.Tags.Gateway;
using Catchment.Tags.Http;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.Iec104;

/// <summary>The IEC 60870-5-104 server of the mapped points: a controlled station. Source: <c>tags</c> 4.5, 6.3.</summary>
public sealed partial class Iec104GatewayServer : IGatewayServer, IIec104Desk, IAsyncDisposable
{
    private readonly ServerRun<Running> _run = new();
    private readonly GatewayRoom _room;
    private readonly Iec104Options _options;
    private readonly Iec104Metrics _metrics;
    private readonly ILogger _logger;
    private readonly IReadOnlyList<IPEndPoint> _listen;
    private readonly IReadOnlyList<Iec104Group> _groups;
    private bool _isOpenTold;

    /// <summary>A server that does not run yet.</summary>
    /// <param name="room">The points and their mappings.</param>
    /// <param name="options">How they are served.</param>
    /// <param name="metrics">Counts.</param>
    /// <exception cref="FormatException">An endpoint is none, or a group's address; the message says which.</exception>
    public Iec104GatewayServer(GatewayRoom room, Iec104Options options, Iec104Metrics metrics)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(options);
        (_room, _options, _metrics, _logger) = (room, options, metrics, room.Loggers.CreateLogger("gateway.iec104"));
        _listen = [.. options.Listen.Select(ServerEndpoint.Parse)];
        _groups = [.. options.Groups.Select(static group => new Iec104Group(group.Key, [.. group.Value.Select(PeerOf)]))];
    }

    /// <inheritdoc/>
    public string Name => "iec104";

    /// <inheritdoc/>
    public int Port => Endpoints.Count == 0 ? 0 : Endpoints[0].Port;

    /// <inheritdoc/>
    public bool IsRunning => _run.Now is not null;

    /// <summary>Where it listens, or would.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints => _run.Now?.Server.Endpoints ?? _listen;

    /// <inheritdoc/>
    public Iec104Status Status
    {
        get
        {
            var running = _run.Now;
            var apdus = _metrics.Apdus;
            return new Iec104Status
            {
                IsRunning = running is not null,
                Endpoints = [.. Endpoints.Select(static endpoint => $"tcp://{endpoint}")],
                CommonAddresses = running is null ? [] : [.. running.Station.CommonAddresses.Order()],
                Objects = running?.Station.Count ?? 0,
                ReceivedApdus = apdus.Received,
                SentApdus = apdus.Sent,
                ObjectsTold = _metrics.ObjectsTold,
                EventsWaiting = _metrics.Waiting,
                EventsLost = _metrics.Lost,
                Commands = _metrics.Commands,
                CommandsRefused = _metrics.CommandsRefused,
                Discarded = _metrics.Discarded,
                Groups = running is null ? [] : [.. running.Server.Groups.Select(static group => new Iec104GroupState(group.Name, group.Active?.ToString(), group.WaitingEvents, group.LostEvents))],
                Masters = running is null ? [] : [.. running.Server.Connections.Select(one => Iec104Master.Of(one, running.Watch.Find(one.Peer)))],
            };
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await _run.StartAsync(StartAsync, cancellation);
        }
        catch (Iec104Exception e)
        {
            throw new IOException($"IEC 104 {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => _run.StopAsync(async running =>
    {
        await running.Server.StopAsync(cancellation);
        _metrics.Leave();
        await running.DisposeAsync();
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _run.Dispose();
    }

    private static IPAddress PeerOf(string text) => Iec104Rules.ReadPeer(text) ?? throw new FormatException($"'{text}': a master of a group is known by its IP address");

    private async Task<Running> StartAsync()
    {
        var feed = new Iec104Feed(_room.Model.Store, _metrics);
        var cycles = new Iec104Cycles(_room.Time, _metrics);
        var station = new TagStation(_room.Model, feed, cycles, _room.Time);
        var watch = new Iec104Watch(feed, _metrics, _room.Time, _logger);
        try
        {
            // A group's events wait from now on, whoever is there.
            foreach (var unused in _groups)
                feed.Attach();
            var server = Iec104Server.Start(OptionsOf(watch), station);
            feed.Begin(server, watch.StationFailed);
            cycles.Begin(server, watch.StationFailed, station, _options.BackgroundScanSeconds);
            _metrics.Follow(server);
            var endpoints = string.Join(", ", server.Endpoints);
            LogListening(_logger, endpoints, station.Count);
            TellIfOpen();
            return new Running(server, station, feed, cycles, watch);
        }
        catch
        {
            station.Dispose();
            cycles.Dispose();
            await feed.DisposeAsync();
            throw;
        }
    }

    private Iec104ServerOptions OptionsOf(Iec104Watch watch) => new()
    {
        Listen = _listen,
        Groups = _groups,
        Parameters = new Iec104Parameters
        {
            K = _options.K,
            W = _options.W,
            T1 = TimeSpan.FromSeconds(_options.T1),
            T2 = TimeSpan.FromSeconds(_options.T2),
            T3 = TimeSpan.FromSeconds(_options.T3),
        },
        MaxConnections = _options.MaxConnections,
        MaxEvents = _options.MaxEvents,
        MaxValues = _options.MaxValues,
        SelectRequired = _options.SelectRequired,
        SelectTimeout = TimeSpan.FromSeconds(_options.SelectTimeoutSeconds),
        Observer = watch,
        Time = _room.Time,
    };

    private void TellIfOpen()
    {
        var beyond = ServerEndpoint.BeyondLoopback(_listen);
        if (_isOpenTold || beyond.Length == 0)
            return;
        _isOpenTold = true;
        LogOpen(_logger, beyond);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "IEC 104 listens on {Endpoints} and serves {Objects} information objects")]
    private static partial void LogListening(ILogger logger, string endpoints, int objects);

    [LoggerMessage(Level = LogLevel.Warning, Message = "IEC 104 knows no passwords: whoever reaches {Endpoints} can read what is mapped, and command what is mapped for that; a firewall or a VPN has to keep others out")]
    private static partial void LogOpen(ILogger logger, string endpoints);

    private sealed record Running(Iec104Server Server, TagStation Station, Iec104Feed Feed, Iec104Cycles Cycles, Iec104Watch Watch) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Station.Dispose();
            Cycles.Dispose();
            await Feed.DisposeAsync();
        }
    }
}
