namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>A type of variables. Source: OPC 10000-3, 5.6.5.</summary>
/// <param name="id">Its id.</param>
/// <param name="browseName">Its name.</param>
/// <param name="dataType">The node of the data type that its variables have, or a subtype of.</param>
public sealed class VariableTypeNode(NodeId id, QualifiedName browseName, NodeId dataType) : Node(id, browseName)
{
    /// <inheritdoc/>
    public override NodeClass NodeClass => NodeClass.VariableType;

    /// <summary>The node of the data type.</summary>
    public NodeId DataType { get; } = dataType;

    /// <summary>−3: one or an array; −2: any; −1: one value; 0: an array; 1 and more: an array of so many dimensions.</summary>
    public int ValueRank { get; init; } = -1;

    /// <summary>How long each dimension may be, 0: not told; null: nothing is told.</summary>
    public IReadOnlyList<uint>? ArrayDimensions { get; init; }

    /// <summary>Only its subtypes have variables.</summary>
    public bool IsAbstract { get; init; }
}
