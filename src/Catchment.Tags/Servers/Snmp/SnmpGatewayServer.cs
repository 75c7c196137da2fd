using System.Net;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Gateway;
using Catchment.Tags.Http;
using Catchment.Tags.Servers.Snmp.Mib;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>The SNMP agent of the mapped points. Source: <c>tags</c> 4.5, 6.4.</summary>
public sealed partial class SnmpGatewayServer : IGatewayServer, ISnmpDesk, IAsyncDisposable
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1);

    private readonly ServerRun<Running> _run = new();
    private readonly GatewayRoom _room;
    private readonly SnmpOptions _options;
    private readonly SnmpMetrics _metrics;
    private readonly ILogger _logger;
    private readonly IReadOnlyList<IPEndPoint> _listen;
    private bool _isOpenTold;

    /// <summary>An agent that does not run yet.</summary>
    /// <param name="room">The points and their mappings.</param>
    /// <param name="options">How they are served.</param>
    /// <param name="metrics">Counts.</param>
    /// <exception cref="FormatException">A setting is none; the message says which.</exception>
    public SnmpGatewayServer(GatewayRoom room, SnmpOptions options, SnmpMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(room);
        ArgumentNullException.ThrowIfNull(options);
        (_room, _options, _metrics, _logger) = (room, options, metrics, room.Loggers.CreateLogger("gateway.snmp"));
        _listen = [.. options.Listen.Select(SnmpListen.Parse)];
    }

    /// <inheritdoc/>
    public string Name => "snmp";

    /// <inheritdoc/>
    public int Port => Endpoints.Count == 0 ? 0 : Endpoints[0].Port;

    /// <inheritdoc/>
    public bool IsRunning => _run.Now is not null;

    /// <summary>Where it listens, or would.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints => _run.Now?.Agent.Endpoints ?? _listen;

    /// <inheritdoc/>
    public SnmpStatus Status
    {
        get
        {
            var running = _run.Now;
            return new SnmpStatus
            {
                IsRunning = running is not null,
                Endpoints = [.. Endpoints.Select(static endpoint => $"udp://{endpoint}")],
                EngineId = running is null ? null : Convert.ToHexString(running.Agent.Engine.EngineId.Span),
                EngineBoots = running?.Agent.Engine.Boots ?? 0,
                Objects = running?.Objects.Count ?? 0,
                Refused = running?.Objects.Refused ?? 0,
                Communities = SnmpWho.Communities(_options).Count,
                Users = _options.Users.Count,
                Targets = [.. SnmpWho.Targets(_options).Select(static one => $"{one.Endpoint} {(one.UserName is { } user ? $"v3 {user}" : "v2c")}{(one.Inform ? " inform" : "")}")],
                Requests = _metrics.Requests,
                Sets = _metrics.Sets,
                Discarded = _metrics.Discarded,
                Notifications = _metrics.Notifications,
                NotificationsLost = _metrics.NotificationsLost,
                NotificationsCoalesced = _metrics.NotificationsCoalesced,
                Counters = running?.Agent.Counters ?? [],
                Peers = _metrics.Peers,
            };
        }
    }

    /// <inheritdoc/>
    public string Mib => GatewayMib.Write(_room.Model, _room.Time.GetUtcNow());

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await _run.StartAsync(() => Task.FromResult(Start()), cancellation);
        }
        catch (SnmpException e)
        {
            throw new IOException($"SNMP {e.Message}", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"SNMP: the engine's state cannot be kept: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => _run.StopAsync(async running =>
    {
        running.Notices?.Dispose();
        await running.Agent.StopAsync(cancellation);
        running.Dispose();
        Save(running.Rows);
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _run.Dispose();
    }

    private Running Start()
    {
        var store = _room.Model.Store;
        var rows = new TagRows(_room.Documents);
        var objects = new TagObjects(store, _room.Model.Snmp, _logger);
        try
        {
            var table = new TagTable(store, objects, rows, _options.ExposeAllKeys);
            var agent = SnmpAgent.Start(OptionsOf(), new GatewayTree(store, objects, _options.TagTable ? table : null));
            TagNotices? notices = null;
            if (_options.Traps.Targets.Count > 0)
            {
                agent.Notify(SnmpNotification.ColdStart);
                notices = new TagNotices(store, table, objects, _options.Traps, agent.Notify, _metrics, _room.Time, _logger);
            }

            var endpoints = string.Join(", ", agent.Endpoints.Select(static endpoint => $"udp://{endpoint}"));
            LogListening(_logger, endpoints, agent.Engine.Boots);
            TellIfOpen();
            return new Running(agent, objects, rows, notices, _room.Time.CreateTimer(_ => Save(rows), null, SaveEvery, SaveEvery));
        }
        catch
        {
            objects.Dispose();
            throw;
        }
    }

    private SnmpAgentOptions OptionsOf() => new()
    {
        Endpoints = _listen,
        Enterprise = GatewayOids.EnterpriseNumber,
        Engine = new EngineFile(_room.StateFolder, _options.EngineId, _logger),
        Communities = SnmpWho.Communities(_options),
        AllowV1 = _options.AllowV1,
        Users = SnmpWho.Users(_options),
        Targets = SnmpWho.Targets(_options),
        MaxMessageBytes = _options.MaxMessageBytes,
        SysDescr = $"Catchment {_room.Version} tag gateway",
        SysObjectId = GatewayOids.Product,
        SysContact = _options.Contact,
        SysName = _options.Name ?? Environment.MachineName,
        SysLocation = _options.Location,
        Observer = _metrics,
        Time = _room.Time,
    };

    private void Save(TagRows rows)
    {
        try
        {
            rows.Save();
        }
        catch (IOException e)
        {
            LogNotSaved(_logger, e);
        }
    }

    private void TellIfOpen()
    {
        var beyond = ServerEndpoint.BeyondLoopback(_listen);
        var communities = SnmpWho.Communities(_options);
        if (_isOpenTold || beyond.Length == 0 || communities.Count == 0)
            return;
        _isOpenTold = true;
        LogOpen(_logger, beyond, communities.Any(static one => one.Write is not null) ? "read and write" : "read");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "SNMP listens on {Endpoints}, boot {Boots}")]
    private static partial void LogListening(ILogger logger, string endpoints, int boots);

    [LoggerMessage(Level = LogLevel.Warning, Message = "SNMP with communities: whoever hears one on the way to {Endpoints} can {Act} what is served: gateway.snmp.users, and communities: [], close it")]
    private static partial void LogOpen(ILogger logger, string endpoints, string act);

    [LoggerMessage(Level = LogLevel.Error, Message = "SNMP: the rows' numbers could not be kept; it is tried again")]
    private static partial void LogNotSaved(ILogger logger, Exception exception);

    private sealed record Running(SnmpAgent Agent, TagObjects Objects, TagRows Rows, TagNotices? Notices, ITimer Saves) : IDisposable
    {
        public void Dispose()
        {
            Saves.Dispose();
            Objects.Dispose();
        }
    }
}
