using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Servers.OpcUa;

/// <summary>A store with mappings and their nodes.</summary>
internal sealed class OpcUaGateway : IDisposable
{
    private TagTree? _tree;

    public OpcUaGateway(OpcUaOptions? options = null, UnknownKeys unknownKeys = UnknownKeys.Register, bool isLate = false)
    {
        Options = options ?? new OpcUaOptions();
        Model = new GatewayModel
        {
            Store = new TagStore(new TagStoreSettings { UnknownKeys = unknownKeys }, Time, null, NullLogger.Instance),
            Modbus = new MappingTable<ModbusMapping>(null),
            OpcUa = new MappingTable<OpcUaMapping>(null),
            Iec104 = new MappingTable<Iec104Mapping>(null),
            Snmp = new MappingTable<SnmpMapping>(null),
        };
        if (!isLate)
            Start();
    }

    public ManualTime Time { get; } = new();

    public OpcUaOptions Options { get; }

    public GatewayModel Model { get; }

    public RecordedLog Log { get; } = new();

    public NodeSpace Space { get; } = new("urn:test");

    public TagTree Tree => _tree!;

    public TagStore Store => Model.Store;

    public void Start() => _tree = new TagTree(Space, Model, Options, Time, Log);

    public void Dispose() => _tree?.Dispose();

    public void Register(string key, string dataType = "float", string units = "", TagLimits? limits = null) =>
        Store.Register(new PointRegistration { Key = key, DataType = dataType, Units = units, Limits = limits });

    /// <summary>Registers a point with a value.</summary>
    public void Point(string key, TagValue value, string dataType = "float", TagLimits? limits = null)
    {
        Register(key, dataType, limits: limits);
        Write(key, value);
    }

    public void Write(string key, TagValue value, TagQuality? quality = null) => Store.Write(key, new TagWrite(value, TagOrigin.Http, Quality: quality)).IsOk().ShouldBeTrue();

    public TagValue Value(string key) => Store.TryGet(key, out var point) ? point.Read().Value : TagValue.Null;

    public OpcUaMapping Map(
        string key, string? node = null, string type = "Double", string access = "CurrentReadOrWrite", string times = "Both", string? id = null, int space = 2, int rank = -1)
    {
        var mapping = new OpcUaMapping
        {
            Id = id ?? key,
            Key = key,
            NodeId = node ?? $"ns=2;s={key}",
            BrowseName = key,
            DisplayName = $"{key} display",
            DataType = type,
            AccessLevel = access,
            Timestamps = times,
            Namespace = space,
            ValueRank = rank,
            Description = $"{key} described",
        };
        Model.OpcUa.Set(mapping);
        return mapping;
    }

    public static NodeId Id(string text) => TagTree.TryReadId(text, out var id) ? id : throw new FormatException(text);

    public Node? Find(string node) => Space.Find(Id(node));

    public VariableNode Variable(string node) => Find(node).ShouldBeAssignableTo<VariableNode>()!;

    public DataValue Read(string key) => Variable($"ns=2;s={key}").Read();

    public StatusCode Write(string key, Variant value, StatusCode status = default, DateTime? source = null) =>
        Variable($"ns=2;s={key}").Write(new DataValue(value, status, source), OpcUaUser.Anonymous);

    /// <summary>What a node refers to, as <c>Organizes ns=2;s=x</c>, without its type.</summary>
    public string[] Below(NodeId id) =>
        [.. NodeSpace.ReferencesOf(Space.Find(id)!).Where(static one => one.IsForward && one.Type.BrowseName.Name != "HasTypeDefinition").Select(static one => $"{one.Type.BrowseName.Name} {one.Target.Id}")];
}
