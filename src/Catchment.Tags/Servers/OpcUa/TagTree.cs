using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.OpcUa;

/// <summary>
/// The nodes of the mappings, which it follows until it is disposed: below <c>SensorData</c>, as the original has them, and those of a device in its own folder besides.
/// Source: <c>tags</c> 6.2.
/// </summary>
/// <remarks>
/// Every variable is a component of SensorData, where clients of the original look for it. A device's folder organizes its variables once more: a person who browses
/// opens the device, and a client that goes through the whole tree meets each variable's node once. Nodes that were there first keep their ids; a folder gives its id
/// up for a mapping. Lock order: the mapping table's, then the tree's, then the node space's.
/// </remarks>
public sealed partial class TagTree : IDisposable
{
    /// <summary>The namespace of the gateway's nodes.</summary>
    public const string NamespaceUri = "http://dataservice.gateway.io";

    /// <summary>The highest namespace that a mapping may name.</summary>
    public const int MaxNamespace = 255;

    private const ushort Own = OpcUaNode.OwnNamespace;
    private const int MostTold = 20;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly NodeSpace _space;
    private readonly TagStore _store;
    private readonly MappingTable<OpcUaMapping> _mappings;
    private readonly OpcUaOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _looks;
    private readonly Dictionary<string, Branch> _mapped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Branch> _exposed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Folder> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<NodeId, Folder> _folderIds = [];
    private readonly Dictionary<string, OpcUaMapping> _refused = new(StringComparer.Ordinal);
    private long _membership = -1;
    private int _told;

    /// <summary>Puts the nodes of all mappings into a node space that has none of them yet, and follows the mappings and registrations from now on.</summary>
    /// <param name="space">The server's nodes; namespace 1 is the application's.</param>
    /// <param name="model">The points and their mappings.</param>
    /// <param name="options">How they are served.</param>
    /// <param name="time">The server's clock.</param>
    /// <param name="logger">Told of mappings that cannot be served.</param>
    public TagTree(NodeSpace space, GatewayModel model, OpcUaOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(time);
        (_space, _store, _mappings, _options, _time, _logger) = (space, model.Store, model.OpcUa, options, time, logger);
        _space.AddNamespace(NamespaceUri);
        _space.Add(new ObjectNode(SensorData, new QualifiedName("SensorData", Own)), StandardIds.ObjectsFolder, StandardIds.Organizes, StandardIds.FolderType);
        _mappings.Changed += Follow;
        var all = _mappings.All;
        // Folders first: that is the order in which they are browsed.
        lock (_gate)
        {
            foreach (var mapping in all)
                HoldPlace(mapping);
        }

        foreach (var mapping in all)
            Refresh(mapping.Id);
        lock (_gate)
            DropEmptyFolders();
        Look();
        _looks = time.CreateTimer(_ => LookAgain(), null, LookEvery, LookEvery);
    }

    /// <summary>The folder of all variables.</summary>
    public static NodeId SensorData { get; } = new(1, Own);

    /// <summary>Variables that are served.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _mapped.Count + _exposed.Count;
        }
    }

    /// <summary>Mappings that cannot be served: their nodes are others', for example.</summary>
    public int Refused
    {
        get
        {
            lock (_gate)
                return _refused.Count;
        }
    }

    /// <summary>Looks what was registered and unregistered: units, limits, and keys without a mapping. It does so by itself, some times a second.</summary>
    public void Look()
    {
        if (_store.MembershipVersion == Volatile.Read(ref _membership))
            return;
        lock (_gate)
        {
            var membership = _store.MembershipVersion; // before the look: what comes meanwhile is looked at the next time
            if (membership == _membership)
                return;
            foreach (var branch in _mapped.Values.Where(branch => branch.Definition != DefinitionOf(branch.Mapping.Key)).ToArray())
                Redo(branch);
            if (_options.ExposeAllKeys)
                ExposeAll();
            Volatile.Write(ref _membership, membership);
        }
    }

    /// <summary>Follows nothing any more.</summary>
    public void Dispose()
    {
        _mappings.Changed -= Follow;
        _looks.Dispose();
    }

    private void Follow(object? sender, MappingChangedEventArgs<OpcUaMapping> change) => Refresh((change.Now ?? change.Before)!.Id);

    private void LookAgain()
    {
        try
        {
            Look();
        }
#pragma warning disable CA1031 // A timer's exception would end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogLook(_logger, e);
        }
    }

    /// <summary>Makes the tree what the table says of an id, now: whoever comes last sees the newest, so that the order of calls does not matter.</summary>
    private void Refresh(string id)
    {
        lock (_gate)
        {
            var present = _mappings.TryGet(id, out var mapping) ? mapping : null;
            _refused.Remove(id);
            if (_mapped.Remove(id, out var before))
            {
                TakeOut(before);
                if (--_keys[before.Mapping.Key] == 0)
                    _keys.Remove(before.Mapping.Key);
            }

            if (present is not null)
            {
                if (_exposed.Remove(present.Key, out var exposed))
                    TakeOut(exposed);
                PutMapped(present);
            }

            if (before is null)
                return;
            // Somebody else may have waited for the node that is free now.
            foreach (var waiting in _refused.Values.Where(one => one.Id != id && TryReadId(one.NodeId, out var wanted) && wanted == before.Node.Id).ToArray())
            {
                if (_refused.Remove(waiting.Id))
                    PutMapped(waiting);
            }

            if (_options.ExposeAllKeys)
            {
                Expose(before.Mapping.Key);
                if (before.Node.Id is { NamespaceIndex: Own, Other: string key })
                    Expose(key);
            }
        }
    }

    private void PutMapped(OpcUaMapping mapping)
    {
        if (WhyNot(mapping, out var id) is { } reason)
        {
            _refused[mapping.Id] = mapping;
            if (_told++ < MostTold)
                LogRefused(_logger, mapping.Id, mapping.Key, mapping.NodeId, reason);
            return;
        }

        if (mapping.ValueRank >= 0 && _told++ < MostTold)
            LogRank(_logger, mapping.Id, mapping.Key, mapping.ValueRank);
        _mapped.Add(mapping.Id, PutIn(id, mapping));
        _keys[mapping.Key] = _keys.GetValueOrDefault(mapping.Key) + 1;
    }

    /// <summary>Makes room for a mapping's node.</summary>
    /// <returns>Why it cannot be served; null: it can.</returns>
    private string? WhyNot(OpcUaMapping mapping, out NodeId id)
    {
        if (!TryReadId(mapping.NodeId, out id) || id.IsNull)
            return "that is no node id";
        if (id.NamespaceIndex == 0)
            return "namespace 0 is the standard's";
        if (Math.Max(id.NamespaceIndex, mapping.Namespace) > MaxNamespace)
            return $"namespaces go up to {MaxNamespace}";
        for (var index = _space.NamespaceUris.Count; index <= Math.Max(id.NamespaceIndex, mapping.Namespace); index++)
            _space.AddNamespace($"{NamespaceUri}/{index}");
        if (_folderIds.TryGetValue(id, out var folder))
            Move(folder, id);
        else if (id is { NamespaceIndex: Own, Other: string key } && _exposed.TryGetValue(key, out var exposed) && exposed.Node.Id == id && _exposed.Remove(key))
            TakeOut(exposed);
        return _space.Find(id) is null ? null : "that node is there already";
    }

    private void ExposeAll()
    {
        foreach (var gone in _exposed.Where(one => one.Value.Definition != DefinitionOf(one.Key)).Select(static one => one.Key).ToArray())
        {
            _exposed.Remove(gone, out var branch);
            TakeOut(branch!);
        }

        foreach (var point in _store.Points)
            Expose(point.Key);
    }

    /// <summary>Serves a key that no mapping serves, unless its node is another's.</summary>
    private void Expose(string key)
    {
        if (_keys.ContainsKey(key) || _exposed.ContainsKey(key) || DefinitionOf(key) is not { } point)
            return;
        var id = new NodeId(key, Own);
        if (_folderIds.TryGetValue(id, out var folder))
            Move(folder, id);
        if (_space.Find(id) is null)
            _exposed.Add(key, PutIn(id, MappingOf(point)));
    }

    private static OpcUaMapping MappingOf(PointDefinition point) => new()
    {
        Id = "",
        Key = point.Key,
        NodeId = $"ns={Own};s={point.Key}",
        BrowseName = point.Key,
        DisplayName = point.Units.Length == 0 ? point.Key : $"{point.Key} ({point.Units})",
        DataType = OpcUaGenerator.TypeOf(point),
        AccessLevel = "CurrentReadOrWrite",
    };

    private PointDefinition? DefinitionOf(string key) => _store.TryGet(key, out var point) ? point.Definition : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: the mapping {Id} of {Key} is not served: {NodeId}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string id, string key, string nodeId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OPC UA: the mapping {Id} of {Key} has the value rank {Rank}; its node is a scalar, as the point's value is")]
    private static partial void LogRank(ILogger logger, string id, string key, int rank);

    [LoggerMessage(Level = LogLevel.Error, Message = "OPC UA: registrations could not be followed")]
    private static partial void LogLook(ILogger logger, Exception exception);
}
