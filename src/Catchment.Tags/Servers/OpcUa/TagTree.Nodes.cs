using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;
using Range = Catchment.Protocols.OpcUa.Range;

namespace Catchment.Tags.Servers.OpcUa;

/// <content>Single nodes: a variable with its properties, and the folders of devices. All under the tree's lock.</content>
public sealed partial class TagTree
{
    private const char DeviceEnd = ':';

    private readonly Dictionary<string, Variant> _units = new(StringComparer.Ordinal);

    /// <summary>Reads a node id in one of the forms of a mapping. Source: <c>tags</c> 5.2.</summary>
    internal static bool TryReadId(string text, out NodeId id)
    {
        id = default;
        if (!OpcUaNode.TryParse(text, out var node))
            return false;
        var space = (ushort)node.Namespace;
        id = node.Kind switch
        {
            'i' when node.TryGetNumber(out var number) => new NodeId(number, space),
            'g' => new NodeId(Guid.ParseExact(node.Name, "D"), space),
            'b' => new NodeId(Convert.FromBase64String(node.Name), space),
            _ => new NodeId(node.Name, space),
        };
        return true;
    }

    /// <summary>The device of a key: what stands before its first colon; null: nothing does.</summary>
    private static string? DeviceOf(string key) => key.IndexOf(DeviceEnd, StringComparison.Ordinal) is > 0 and var end ? key[..end] : null;

    private Branch PutIn(NodeId id, OpcUaMapping mapping)
    {
        var definition = DefinitionOf(mapping.Key);
        var (units, range) = TagVariants.IsNumber(TagVariants.TypeOf(mapping.DataType)) && definition is not null ? (definition.Units, RangeOf(definition.Limits)) : ("", null);
        var folder = DeviceOf(mapping.Key) is { } device ? FolderOf(device, id) : null;
        var node = new TagVariable(id, mapping, _store, _time, _options.ExposeHistory)
        {
            EngineeringRange = range,
            MinimumSamplingInterval = _options.MinimumSamplingMs,
            ValueRank = Math.Min(mapping.ValueRank, -1),
        };
        var type = range is not null ? StandardIds.AnalogItemType : units.Length > 0 ? StandardIds.AnalogUnitType : StandardIds.BaseDataVariableType;
        _space.Add(node, SensorData, StandardIds.HasComponent, type);
        if (units.Length > 0)
            AddProperty(id, "EngineeringUnits", StandardIds.EUInformation, UnitsOf(units));
        if (range is var (low, high))
            AddProperty(id, "EURange", StandardIds.Range, new Variant(new Range { Low = low, High = high }));
        if (folder is not null && folder.Members.Add(id))
            _space.AddReference(folder.Id, StandardIds.Organizes, id);
        return new Branch(mapping, node, folder, definition);
    }

    private void TakeOut(Branch branch)
    {
        _space.Remove(branch.Node.Id);
        if (branch.Folder is not { } folder)
            return;
        folder.Members.Remove(branch.Node.Id);
        DropIfEmpty(folder);
    }

    /// <summary>What is registered of a key has changed: its node is made anew where that shows.</summary>
    private void Redo(Branch branch)
    {
        var definition = DefinitionOf(branch.Mapping.Key);
        if (definition?.Units == branch.Definition?.Units && definition?.Limits == branch.Definition?.Limits)
        {
            _mapped[branch.Mapping.Id] = branch with { Definition = definition };
            return;
        }

        _space.Remove(branch.Node.Id);
        branch.Folder?.Members.Remove(branch.Node.Id); // The folder stays: the node is back at once.
        _mapped[branch.Mapping.Id] = PutIn(branch.Node.Id, branch.Mapping);
    }

    private static (double Low, double High)? RangeOf(TagLimits? limits) => limits is { Low: { } low, High: { } high } && low < high ? (low, high) : null;

    private Variant UnitsOf(string text)
    {
        if (!_units.TryGetValue(text, out var units))
            _units.Add(text, units = new Variant(UnitCodes.Of(text)));
        return units;
    }

    /// <summary>
    /// A property's id is in the application's namespace, where mappings have none by themselves: <c>ns=1;s=2.s.boiler/EngineeringUnits</c>. Clients that read ids as
    /// texts would take the variable's own id within it for the whole.
    /// </summary>
    private void AddProperty(NodeId of, string name, NodeId dataType, Variant value)
    {
        var property = new ValueNode(new NodeId($"{PathOf(of)}/{name}", 1), new QualifiedName(name), dataType);
        property.Set(new DataValue(value, sourceTimestamp: _time.GetUtcNow().UtcDateTime));
        if (_space.Find(property.Id) is null)
            _space.Add(property, of, StandardIds.HasProperty, StandardIds.PropertyType);
    }

    private static string PathOf(NodeId id)
    {
        var text = id.ToString();
        var identifier = text.AsSpan(text.IndexOf(';', StringComparison.Ordinal) + 1); // i=100, s=boiler
        return $"{id.NamespaceIndex}.{identifier[0]}.{identifier[2..]}";
    }

    private void HoldPlace(OpcUaMapping mapping)
    {
        if (DeviceOf(mapping.Key) is { } device && TryReadId(mapping.NodeId, out _))
            FolderOf(device, default);
    }

    /// <summary>The folder of a device, which is made where there is none.</summary>
    /// <param name="device">The device.</param>
    /// <param name="taken">A node id that it must not take.</param>
    private Folder FolderOf(string device, NodeId taken)
    {
        if (!_folders.TryGetValue(device, out var folder))
        {
            folder = new Folder(device);
            _folders.Add(device, folder);
            Place(folder, FreeId(device, taken));
        }

        return folder;
    }

    /// <summary>Gives a folder another id: its own is a mapping's now.</summary>
    private void Move(Folder folder, NodeId taken)
    {
        _space.Remove(folder.Id);
        _folderIds.Remove(folder.Id);
        Place(folder, FreeId(folder.Device, taken));
        foreach (var member in folder.Members)
            _space.AddReference(folder.Id, StandardIds.Organizes, member);
    }

    private void Place(Folder folder, NodeId id)
    {
        folder.Id = id;
        _folderIds.Add(id, folder);
        _space.Add(new ObjectNode(id, new QualifiedName(folder.Device, Own)), SensorData, StandardIds.Organizes, StandardIds.FolderType);
    }

    /// <summary>The device's own name, with as many slashes as it takes for a node that nobody has.</summary>
    private NodeId FreeId(string device, NodeId taken)
    {
        var id = new NodeId(device, Own);
        for (var text = device; id == taken || _space.Find(id) is not null; id = new NodeId(text, Own))
            text += '/';
        return id;
    }

    private void DropIfEmpty(Folder folder)
    {
        if (folder.Members.Count > 0)
            return;
        _space.Remove(folder.Id);
        _folderIds.Remove(folder.Id);
        _folders.Remove(folder.Device);
    }

    private void DropEmptyFolders()
    {
        foreach (var folder in _folders.Values.ToArray())
            DropIfEmpty(folder);
    }

    /// <summary>A variable that is served.</summary>
    /// <param name="Mapping">What it was made from.</param>
    /// <param name="Node">The variable.</param>
    /// <param name="Folder">Its device's; null: it has none.</param>
    /// <param name="Definition">What was registered of its point when it was made; null: nothing.</param>
    private sealed record Branch(OpcUaMapping Mapping, TagVariable Node, Folder? Folder, PointDefinition? Definition);

    /// <summary>The folder of a device.</summary>
    private sealed class Folder(string device)
    {
        public string Device { get; } = device;

        public NodeId Id { get; set; }

        public HashSet<NodeId> Members { get; } = [];
    }
}
