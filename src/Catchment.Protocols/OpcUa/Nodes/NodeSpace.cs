using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>
/// The address space: nodes, and references that are seen from both their ends. Any number of threads read it without a lock while others
/// add and remove. It begins with the standard's nodes. Source: OPC 10000-3, 4.
/// </summary>
public sealed partial class NodeSpace
{
    private const string StandardUri = "http://opcfoundation.org/UA/";
    private readonly ConcurrentDictionary<NodeId, Node> _nodes = new(concurrencyLevel: 1, capacity: 1021);
    private readonly Lock _writing = new();
    private readonly TimeProvider _time;
    private readonly Node _hasSubtype;
    private readonly Node _hasTypeDefinition;
    private readonly Node _hierarchical;
    private readonly Node _aggregates;
    private volatile string[] _namespaces;

    /// <summary>A space with the standard's nodes.</summary>
    /// <param name="applicationUri">The server's URI, which is namespace 1.</param>
    /// <param name="time">The clock of the values that it sets itself.</param>
    public NodeSpace(string applicationUri, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _namespaces = [StandardUri, applicationUri];
        StandardNodes.Load(this, _time.GetUtcNow().UtcDateTime);
        _hasSubtype = _nodes[StandardIds.HasSubtype];
        _hasTypeDefinition = _nodes[StandardIds.HasTypeDefinition];
        _hierarchical = _nodes[StandardIds.HierarchicalReferences];
        _aggregates = _nodes[StandardIds.Aggregates];
        TellNamespaces();
    }

    /// <summary>The namespaces by their indices.</summary>
    public IReadOnlyList<string> NamespaceUris => _namespaces;

    /// <summary>How many nodes there are.</summary>
    public int Count => _nodes.Count;

    /// <summary>All nodes, in no order; those that come or go meanwhile may be among them or not.</summary>
    public IEnumerable<Node> Nodes => _nodes.Select(n => n.Value);

    /// <summary>The index of a namespace, which is added if it is not there yet.</summary>
    /// <param name="uri">Its URI.</param>
    /// <exception cref="OpcUaException">BadOutOfRange: there are as many as indices.</exception>
    public ushort AddNamespace(string uri)
    {
        lock (_writing)
        {
            var index = Array.IndexOf(_namespaces, uri);
            if (index >= 0)
                return (ushort)index;
            if (_namespaces.Length > ushort.MaxValue)
                throw new OpcUaException(StatusCodes.BadOutOfRange, "There are no more namespace indices.");
            _namespaces = [.. _namespaces, uri];
            TellNamespaces();
            return (ushort)(_namespaces.Length - 1);
        }
    }

    /// <summary>A node by its id; null: there is none.</summary>
    public Node? Find(NodeId id) => _nodes.GetValueOrDefault(id);

    /// <summary>A node by its id.</summary>
    public bool TryFind(NodeId id, [NotNullWhen(true)] out Node? node) => _nodes.TryGetValue(id, out node);

    /// <summary>Adds a node below another, in one step for those who read.</summary>
    /// <param name="node">It stands in no space yet.</param>
    /// <param name="parent">What it is found from.</param>
    /// <param name="referenceType">How; a hierarchical one, for example <see cref="StandardIds.HasComponent"/>.</param>
    /// <param name="typeDefinition">The type of an object or variable; null id: BaseObjectType or BaseDataVariableType. Other nodes have none.</param>
    /// <exception cref="OpcUaException">BadNodeIdExists, BadNodeIdInvalid, BadParentNodeIdInvalid, BadReferenceTypeIdInvalid, BadReferenceNotAllowed, BadTypeDefinitionInvalid, BadDataTypeIdUnknown: nothing was added.</exception>
    public void Add(Node node, NodeId parent, NodeId referenceType, NodeId typeDefinition = default)
    {
        lock (_writing)
        {
            if (node.Id.IsNull || node.Id.NamespaceIndex >= _namespaces.Length)
                throw new OpcUaException(StatusCodes.BadNodeIdInvalid, $"{node.Id} is in no namespace.");
            if (node.Space is not null || _nodes.ContainsKey(node.Id))
                throw new OpcUaException(StatusCodes.BadNodeIdExists, $"{node.Id} is there already.");
            var above = Find(parent) ?? throw new OpcUaException(StatusCodes.BadParentNodeIdInvalid, $"There is no {parent} to add {node.Id} to.");
            if (Find(referenceType) is not ReferenceTypeNode type || !IsSubtype(type, _hierarchical))
                throw new OpcUaException(StatusCodes.BadReferenceTypeIdInvalid, $"{referenceType} is no type of hierarchical references.");
            if (ReferenceEquals(type, _hasSubtype) && (above.NodeClass != node.NodeClass || node is ObjectNode or VariableNode or MethodNode))
                throw new OpcUaException(StatusCodes.BadReferenceNotAllowed, $"{node.Id} cannot be a subtype of {parent}.");
            var definition = DefinitionOf(node, typeDefinition);
            if ((node as VariableNode)?.DataType is { } dataType && Find(dataType) is not DataTypeNode)
                throw new OpcUaException(StatusCodes.BadDataTypeIdUnknown, $"{node.Id} cannot be of data type {dataType}.");
            Put(node);
            if (definition is not null)
                Link(node, _hasTypeDefinition, definition);
            Link(above, type, node);
        }
    }

    /// <summary>Adds a reference between two nodes.</summary>
    /// <exception cref="OpcUaException">BadSourceNodeIdInvalid, BadTargetNodeIdInvalid, BadReferenceTypeIdInvalid, BadReferenceNotAllowed (what is told when a node is added), BadDuplicateReferenceNotAllowed.</exception>
    public void AddReference(NodeId source, NodeId referenceType, NodeId target)
    {
        lock (_writing)
        {
            var (from, type, to) = Ends(source, referenceType, target);
            if (Number(from, type, to) is not null)
                throw new OpcUaException(StatusCodes.BadDuplicateReferenceNotAllowed, $"{source} refers to {target} already.");
            Link(from, type, to);
        }
    }

    /// <summary>Takes a reference out, at both its ends.</summary>
    /// <returns>False: there is none.</returns>
    /// <exception cref="OpcUaException">BadSourceNodeIdInvalid, BadTargetNodeIdInvalid, BadReferenceTypeIdInvalid, BadReferenceNotAllowed.</exception>
    public bool RemoveReference(NodeId source, NodeId referenceType, NodeId target)
    {
        lock (_writing)
        {
            var (from, type, to) = Ends(source, referenceType, target);
            if (Number(from, type, to) is not var (forward, inverse))
                return false;
            from.Forward.Remove(forward);
            to.Inverse.Remove(inverse);
            return true;
        }
    }

    /// <summary>Takes a node out, with all its references and what only it holds as a component or property.</summary>
    /// <returns>False: it is not there, is the standard's, or a type that is in use.</returns>
    public bool Remove(NodeId id)
    {
        lock (_writing)
        {
            if (!TryFind(id, out var node) || id.NamespaceIndex == 0 || IsTypeInUse(node))
                return false;
            List<Node> going = [node];
            HashSet<Node> gone = [node];
            for (var i = 0; i < going.Count; i++)
            {
                foreach (var reference in going[i].Forward.After())
                {
                    if (IsSubtype(reference.Type, _aggregates) && IsHeldOnlyBy(reference.Target, gone) && gone.Add(reference.Target))
                        going.Add(reference.Target);
                }
            }

            foreach (var each in going)
                TakeOut(each);
            return true;
        }
    }

    /// <summary>The references of a node, those that go out first.</summary>
    /// <param name="node">The node; one that stands in no space has none.</param>
    public static IReadOnlyList<NodeReference> ReferencesOf(Node node)
    {
        List<NodeReference> references = [];
        foreach (var reference in node.Forward.After())
            references.Add(new NodeReference(reference.Type, IsForward: true, reference.Target));
        foreach (var reference in node.Inverse.After())
            references.Add(new NodeReference(reference.Type, IsForward: false, reference.Target));
        return references;
    }

    /// <summary>A variable of the standard that the server fills.</summary>
    /// <param name="number">Its number in namespace 0.</param>
    internal ValueNode Standard(uint number) => (ValueNode)_nodes[new NodeId(number)];

    /// <summary>Makes a node known, without references. For the writer.</summary>
    internal void Put(Node node)
    {
        node.Space = this;
        _nodes[node.Id] = node;
    }

    /// <summary>Puts a reference at both its ends. For the writer.</summary>
    internal static void Link(Node source, Node type, Node target)
    {
        var (forward, inverse) = (source.Forward.Next, target.Inverse.Next);
        if (type.Id == StandardIds.HasTypeDefinition)
            source.TypeDefinition = target;
        target.Inverse.Add(source, type, forward);
        source.Forward.Add(target, type, inverse);
    }

    private static (long Forward, long Inverse)? Number(Node source, Node type, Node target)
    {
        // A folder has thousands, its member a few: the shorter list is looked through.
        if (source.Forward.Count <= target.Inverse.Count)
        {
            foreach (var reference in source.Forward.After())
            {
                if (ReferenceEquals(reference.Target, target) && ReferenceEquals(reference.Type, type))
                    return (reference.Sequence, reference.Partner);
            }
        }
        else
        {
            foreach (var reference in target.Inverse.After())
            {
                if (ReferenceEquals(reference.Target, source) && ReferenceEquals(reference.Type, type))
                    return (reference.Partner, reference.Sequence);
            }
        }

        return null;
    }

    private (Node Source, Node Type, Node Target) Ends(NodeId source, NodeId referenceType, NodeId target)
    {
        if (referenceType == StandardIds.HasTypeDefinition || referenceType == StandardIds.HasSubtype)
            throw new OpcUaException(StatusCodes.BadReferenceNotAllowed, "What type a node is of is told when it is added.");
        return (
            Find(source) ?? throw new OpcUaException(StatusCodes.BadSourceNodeIdInvalid, $"There is no {source}."),
            Find(referenceType) as ReferenceTypeNode ?? throw new OpcUaException(StatusCodes.BadReferenceTypeIdInvalid, $"{referenceType} is no type of references."),
            Find(target) ?? throw new OpcUaException(StatusCodes.BadTargetNodeIdInvalid, $"There is no {target}."));
    }

    private bool IsHeldOnlyBy(Node node, HashSet<Node> holders)
    {
        foreach (var reference in node.Inverse.After())
        {
            if (!holders.Contains(reference.Target) && IsSubtype(reference.Type, _hierarchical))
                return false;
        }

        return node.Id.NamespaceIndex != 0;
    }

    /// <summary>First nothing leads to it any more, then it is unknown.</summary>
    private void TakeOut(Node node)
    {
        foreach (var reference in node.Inverse.After())
            reference.Target.Forward.Remove(reference.Partner);
        foreach (var reference in node.Forward.After())
            reference.Target.Inverse.Remove(reference.Partner);
        _nodes.TryRemove(node.Id, out _);
        node.Space = null;
        node.Forward.Clear();
        node.Inverse.Clear();
        node.TypeDefinition = null;
    }

    private void TellNamespaces() => Standard(2255).Set(new DataValue(Variant.OfArray(BuiltInType.String, _namespaces), sourceTimestamp: _time.GetUtcNow().UtcDateTime));
}
