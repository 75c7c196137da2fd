using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Recording;
using Catchment.Tags.Board;
using Catchment.Tags.Calculation;
using Catchment.Tags.Gateway;
using Catchment.Tags.Http;
using Catchment.Tags.Ipc;
using Catchment.Tags.Mqtt;
using Catchment.Tags.Mqtt.Publishing;
using Catchment.Tags.Poller;
using Catchment.Tags.Polling;
using Catchment.Tags.Recording;
using Catchment.Tags.Servers;
using Catchment.Tags.Servers.Iec104;
using Catchment.Tags.Servers.Modbus;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Servers.Snmp;
using Catchment.Tags.Settings;
using Catchment.Tags.Sync.Statistics;
using Catchment.WebConsole;

namespace Catchment.Composition;

/// <summary>The tag gateway.</summary>
internal sealed class GatewayParts : INodeParts
{
    private readonly GatewayOptions _options;
    private readonly StateFolder? _state;
    private readonly Func<ITelemetrySink?> _sink;
    private readonly Func<ISyncDesk> _sync;
    private readonly GatewayHome _home = new();
    private readonly GatewayMetrics _metrics;
    private readonly CalculationMetrics _calculationMetrics;
    private readonly PollingMetrics _pollingMetrics;
    private readonly RecordMetrics _recordMetrics;
    private readonly MqttMetrics _mqttMetrics;
    private readonly ModbusMetrics _modbusMetrics;
    private readonly OpcUaMetrics _opcUaMetrics;
    private readonly Iec104Metrics _iec104Metrics;
    private readonly SnmpMetrics _snmpMetrics;
    private readonly PrometheusText _prometheus;
    private readonly PollingSettings? _polling;
    private readonly PollerMetrics _pollerMetrics;

    private GatewayParts(NodeRoom room, StateFolder? state, Func<ITelemetrySink?> sink, Func<ISyncDesk?> sync)
    {
        var otherSync = new OtherSyncDesk(room.Configuration.Sync.Sockets);
        (_state, _sink, _sync) = (state, sink, () => sync() ?? otherSync);
        _options = room.Configuration.GatewayOptions(isAlone: room.OwnState is not null);
        _polling = _options.Polling.ToSettings(_options.Poller);
        _metrics = new GatewayMetrics(room.Metrics);
        _calculationMetrics = new CalculationMetrics(_metrics.Common);
        _pollingMetrics = new PollingMetrics(_metrics.Common);
        _recordMetrics = new RecordMetrics(_metrics.Common);
        _mqttMetrics = new MqttMetrics(room.Metrics.ForService("mqtt", MqttMetrics.DiscardReasons, []));
        _modbusMetrics = new ModbusMetrics(room.Metrics, TimeProvider.System, room.Loggers.CreateLogger("gateway.modbus"));
        _opcUaMetrics = new OpcUaMetrics(room.Metrics, TimeProvider.System, room.Loggers.CreateLogger("gateway.opcua"));
        _iec104Metrics = new Iec104Metrics(room.Metrics);
        _snmpMetrics = new SnmpMetrics(room.Metrics, TimeProvider.System, room.Loggers.CreateLogger("gateway.snmp"));
        _pollerMetrics = new PollerMetrics(room.Metrics);
        _prometheus = new PrometheusText(room.Metrics);
        var folder = (room.OwnState ?? state!).FullPath;
        var settings = new GatewaySettings { Options = _options, StateFolder = folder, Version = Node.Version };
        Services =
        [
            new ServiceDefinition(GatewayMetrics.Service, () =>
            {
                var service = new GatewayService(settings, _metrics, room.Loggers, Parts());
                return room.End is { } end ? new AloneService(service, end, endsWhenAway: false) : service;
            }),
        ];
        Shown = new TagParts { Gateway = _home, AllowsWrites = _options.ConsoleWrites };
    }

    /// <inheritdoc/>
    public IReadOnlyList<ServiceDefinition> Services { get; }

    /// <inheritdoc/>
    public Action<WebApplication>? MapWeb => null;

    /// <summary>What the console shows of it.</summary>
    internal TagParts Shown { get; }

    /// <summary>Puts it together; null: the state folder cannot be had, or a setting makes no sense, and the user was told.</summary>
    /// <param name="room">The process.</param>
    /// <param name="sink">Takes what is recorded of points; null: this process follows no telemetry.</param>
    /// <param name="sync">The sync of this process; null: there is none, and one that runs by itself is asked.</param>
    internal static GatewayParts? Open(NodeRoom room, Func<ITelemetrySink?>? sink = null, Func<ISyncDesk?>? sync = null)
    {
        StateFolder? state = null;
        try
        {
            state = room.OwnState is null ? StateFolder.Open(room.Configuration.GatewayStateDirectory) : null;
            return new GatewayParts(room, state, sink ?? (static () => null), sync ?? (static () => null));
        }
        catch (Exception e) when (e is StateFolderException or FormatException)
        {
            state?.Dispose();
            StartTrouble.Tell(e);
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _prometheus.Dispose();
        _state?.Dispose();
    }

    /// <summary>What works on a gateway's model, in the order in which it begins: values are calculated and sent before clients are let in.</summary>
    private IReadOnlyList<Func<GatewayRoom, IGatewayPart>> Parts()
    {
        CalculationPart? calculation = null;
        MqttPart? mqtt = null;
        PollerPart? poller = null;
        ServersPart? servers = null;
        OpcUaGatewayServer? opcUa = null;
        Iec104GatewayServer? iec104 = null;
        SnmpGatewayServer? snmp = null;
        var calculationSettings = new CalculationSettings { Cycles = _options.Calc.Cycles, StaleAfter = TimeSpan.FromSeconds(_options.Store.StaleAfterSeconds) };
        return
        [
            each => calculation = new CalculationPart(each, calculationSettings, _calculationMetrics),
            .. _polling is { } polling ? [each => new PollingPart(each, polling, _options.WriteBack, _pollingMetrics)] : Array.Empty<Func<GatewayRoom, IGatewayPart>>(),
            .. _options.Store.Record.Count > 0 ? [Recording] : Array.Empty<Func<GatewayRoom, IGatewayPart>>(),
            each => poller = new PollerPart(_options.Poller, _pollerMetrics, each, _options.OpcUa),
            each => mqtt = new MqttPart(_options.Mqtt, each, _mqttMetrics),
            each => servers = new ServersPart(
                [
                    new ModbusGatewayServer(each.Model, _options.Modbus, _modbusMetrics, each.Time, each.Version),
                    opcUa = new OpcUaGatewayServer(each, _options.OpcUa, _opcUaMetrics),
                    iec104 = new Iec104GatewayServer(each, _options.Iec104, _iec104Metrics),
                    snmp = new SnmpGatewayServer(each, _options.Snmp, _snmpMetrics),
                ],
                IsEnabled,
                each),
            each => new HttpPart(_options.Http, new GatewayApiParts
            {
                Model = each.Model,
                Services = servers!.Switches,
                Calculation = calculation!.Engine,
                Mqtt = mqtt!.Publisher,
                OpcUa = opcUa,
                Iec104 = iec104,
                Snmp = snmp,
                Sync = _sync(),
                Metrics = _prometheus,
                Numbers = _metrics.Common,
                Version = each.Version,
                Time = each.Time,
                Loggers = each.Loggers,
            }),
            each => new IpcPart(_options.Ipc, each),
            each => new HomePart(_home, new RunningGateway
            {
                Model = each.Model,
                Services = servers!.Switches,
                Sync = _sync(),
                OpcUa = opcUa,
                Iec104 = iec104,
                Snmp = snmp,
                Poller = _options.Poller.Config is null ? null : new PollerBoard(poller!),
            }),
        ];
    }

    /// <summary>Whether a protocol server runs that nobody has switched yet.</summary>
    private bool IsEnabled(string name) => name switch
    {
        "modbus" => _options.Modbus.Enabled,
        "opcua" => _options.OpcUa.Enabled,
        "iec104" => _options.Iec104.Enabled,
        "snmp" => _options.Snmp.Enabled,
        _ => false,
    };

    private IGatewayPart Recording(GatewayRoom room) =>
        _sink() is { } sink ? new RecordPart(room, sink, RecordOptions.ToRules(_options.Store.Record), _recordMetrics) : new UnrecordedPart();
}
