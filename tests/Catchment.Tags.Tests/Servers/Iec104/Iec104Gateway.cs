using System.Net;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Tests.Iec104;
using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers.Iec104;
using Catchment.Tags.Settings;
using Catchment.Tags.State;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Servers.Iec104;

/// <summary>A gateway in memory whose IEC 60870-5-104 server listens on a port of its own. Its clock stands still, so that a slow machine misses no time-out.</summary>
internal sealed class Iec104Gateway : IAsyncDisposable
{
    private readonly GatewayState _state = GatewayState.Open("", TimeProvider.System, NullLogger.Instance);
    private readonly NodeMetrics _node = new(TimeProvider.System, "1");
    private readonly LoggerFactory _loggers = new();

    private Iec104Gateway(Iec104Options options, UnknownKeys unknownKeys)
    {
        _loggers.AddProvider(new OneLogProvider(Log));
        Model = new GatewayModel
        {
            Store = new TagStore(new TagStoreSettings { UnknownKeys = unknownKeys }, Time, null, NullLogger.Instance),
            Modbus = new MappingTable<ModbusMapping>(null),
            OpcUa = new MappingTable<OpcUaMapping>(null),
            Iec104 = new MappingTable<Iec104Mapping>(null),
            Snmp = new MappingTable<SnmpMapping>(null),
        };
        Metrics = new Iec104Metrics(_node);
        Server = Make(options);
    }

    public ManualTime Time { get; } = new();

    public RecordedLog Log { get; } = new();

    public GatewayModel Model { get; }

    public TagStore Store => Model.Store;

    public Iec104Metrics Metrics { get; }

    public Iec104GatewayServer Server { get; }

    public IPEndPoint Endpoint => Server.Endpoints[0];

    /// <summary>One that does not run yet.</summary>
    public static Iec104Gateway Make(Iec104Options? options = null, UnknownKeys unknownKeys = UnknownKeys.Register)
    {
        options ??= new Iec104Options();
        return new Iec104Gateway(options with { Listen = options.Listen is ["tcp://127.0.0.1:2404"] ? ["127.0.0.1:0"] : options.Listen }, unknownKeys);
    }

    public static async Task<Iec104Gateway> StartAsync(Iec104Options? options = null, UnknownKeys unknownKeys = UnknownKeys.Register)
    {
        var gateway = Make(options, unknownKeys);
        await gateway.Server.StartAsync(CancellationToken.None);
        return gateway;
    }

    /// <summary>A master's address, as the server tells it.</summary>
    public static string AddressOf(RawLink link) => $"127.0.0.1:{((IPEndPoint)link.Socket.LocalEndPoint!).Port}";

    public Iec104GatewayServer Make(Iec104Options options) => new(
        new GatewayRoom
        {
            Model = Model,
            Documents = _state,
            Metrics = new GatewayMetrics(_node),
            Loggers = _loggers,
            Time = Time,
            Version = "1.2",
            StateFolder = "",
        },
        options,
        Metrics);

    /// <summary>Registers a point with a value.</summary>
    public void Point(string key, TagValue value, string dataType = "float", TagLimits? limits = null)
    {
        Store.Register(new PointRegistration { Key = key, DataType = dataType, Limits = limits });
        Write(key, value);
    }

    public void Write(string key, TagValue value, TagQuality? quality = null) => Store.Write(key, new TagWrite(value, TagOrigin.Http, Quality: quality)).IsOk().ShouldBeTrue();

    public TagValue Value(string key) => Store.TryGet(key, out var point) ? point.Read().Value : TagValue.Null;

    public Iec104Mapping Map(
        string key, int ioa, string type = "M_ME_NC_1", string access = "r", double factor = 1, int station = 1, int group = 0, double deadband = 0, string cause = "spontaneous", int periodMs = 0, bool quality = true)
    {
        var mapping = new Iec104Mapping
        {
            Id = key,
            Key = key,
            Ioa = ioa,
            Type = type,
            Access = access,
            ScalingFactor = factor,
            CommonAddress = station,
            Group = group,
            Deadband = deadband,
            Cause = cause,
            PeriodMs = periodMs,
            Quality = quality,
        };
        Model.Iec104.Set(mapping);
        return mapping;
    }

    /// <summary>A master that has started data transfer.</summary>
    public Task<TestMaster> MasterAsync() => TestMaster.ConnectAsync(Endpoint);

    public RawLink Raw() => RawLink.Start(Endpoint);

    /// <summary>Waits until so many objects wait for masters.</summary>
    public Task WaitsAsync(int count) => Eventually.TrueAsync(() => Server.Status.EventsWaiting == count, $"{count} wait");

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _loggers.Dispose();
        _state.Dispose();
        _node.Dispose();
    }

    private sealed class OneLogProvider(ILogger log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
        }
    }
}
