using Catchment.Core.Diagnostics;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers.Snmp;
using Catchment.Tags.Settings;
using Catchment.Tags.State;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Servers.Snmp;

/// <summary>A store with mappings, and the agents that serve them.</summary>
internal sealed class SnmpGateway : IDisposable
{
    public static readonly SnmpOptions AnyPort = new() { Listen = ["udp://127.0.0.1:0"] };

    private readonly TemporaryFolder _folder = new();
    private readonly GatewayState _state = GatewayState.Open("", TimeProvider.System, NullLogger.Instance);
    private readonly NodeMetrics _node = new(TimeProvider.System, "1");
    private readonly OneLog _loggers;

    public SnmpGateway(UnknownKeys unknownKeys = UnknownKeys.Register)
    {
        _loggers = new OneLog(Log);
        Metrics = new SnmpMetrics(_node, TimeProvider.System, Log);
        Model = new GatewayModel
        {
            Store = new TagStore(new TagStoreSettings { UnknownKeys = unknownKeys }, TimeProvider.System, null, NullLogger.Instance),
            Modbus = new MappingTable<ModbusMapping>(null),
            OpcUa = new MappingTable<OpcUaMapping>(null),
            Iec104 = new MappingTable<Iec104Mapping>(null),
            Snmp = new MappingTable<SnmpMapping>(null),
        };
    }

    public RecordedLog Log { get; } = new();

    public SnmpMetrics Metrics { get; }

    public GatewayModel Model { get; }

    public TagStore Store => Model.Store;

    public string Folder => _folder.FullPath;

    public IDocumentStore Documents => _state;

    public void Dispose()
    {
        _state.Dispose();
        _node.Dispose();
        _folder.Dispose();
        _loggers.Dispose();
    }

    public SnmpGatewayServer Make(SnmpOptions? options = null) => new(
        new GatewayRoom
        {
            Model = Model,
            Documents = _state,
            Metrics = new GatewayMetrics(_node),
            Loggers = _loggers,
            Time = TimeProvider.System,
            Version = "1.2",
            StateFolder = _folder.FullPath,
        },
        options ?? AnyPort,
        Metrics);

    public async Task<SnmpGatewayServer> StartAsync(SnmpOptions? options = null)
    {
        var server = Make(options);
        await server.StartAsync(CancellationToken.None);
        return server;
    }

    /// <summary>Asks an agent, and waits long.</summary>
    public static SnmpClient Client(SnmpGatewayServer server, string community = "public", SnmpUser? user = null, TimeSpan? patience = null) => new(new SnmpClientOptions
    {
        Endpoint = server.Endpoints[0],
        Community = community,
        Version = user is null ? SnmpVersion.V2c : SnmpVersion.V3,
        User = user,
        MaxPduSize = 65_507,
        Timeout = patience ?? TimeSpan.FromSeconds(10),
        Retries = patience is null ? 8 : 0,
    });

    public void Point(string key, TagValue value, string dataType = "float", TagLimits? limits = null, string units = "")
    {
        Store.Register(new PointRegistration { Key = key, DataType = dataType, Limits = limits, Units = units });
        Write(key, value);
    }

    public void Write(string key, TagValue value, TagQuality? quality = null) => Store.Write(key, new TagWrite(value, TagOrigin.Http, Quality: quality)).IsOk().ShouldBeTrue();

    public TagValue Value(string key) => Store.TryGet(key, out var point) ? point.Read().Value : TagValue.Null;

    public SnmpMapping Map(string key, string oid, string syntax = "Gauge32", string access = "read-write", long? index = null, string? id = null)
    {
        var mapping = new SnmpMapping { Id = id ?? oid, Key = key, Oid = oid, Syntax = syntax, Access = access, Index = index };
        Model.Snmp.Set(mapping);
        return mapping;
    }

    private sealed class OneLog(ILogger log) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
            // The log is the test's.
        }
    }
}
