namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>A type of objects. Source: OPC 10000-3, 5.5.2.</summary>
/// <param name="id">Its id.</param>
/// <param name="browseName">Its name.</param>
public sealed class ObjectTypeNode(NodeId id, QualifiedName browseName) : Node(id, browseName)
{
    /// <inheritdoc/>
    public override NodeClass NodeClass => NodeClass.ObjectType;

    /// <summary>Only its subtypes have objects.</summary>
    public bool IsAbstract { get; init; }
}
