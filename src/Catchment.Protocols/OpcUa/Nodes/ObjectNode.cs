namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>A node that stands for a thing, or a folder. Source: OPC 10000-3, 5.5.1.</summary>
/// <param name="id">Its id.</param>
/// <param name="browseName">Its name within its parent.</param>
public sealed class ObjectNode(NodeId id, QualifiedName browseName) : Node(id, browseName)
{
    /// <inheritdoc/>
    public override NodeClass NodeClass => NodeClass.Object;

    /// <summary>Bit 0: events can be subscribed to. Source: OPC 10000-3, 8.59.</summary>
    public byte EventNotifier { get; init; }
}
