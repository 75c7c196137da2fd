namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>A type of values. Source: OPC 10000-3, 5.8.3.</summary>
/// <param name="id">Its id.</param>
/// <param name="browseName">Its name.</param>
public class DataTypeNode(NodeId id, QualifiedName browseName) : Node(id, browseName)
{
    /// <inheritdoc/>
    public sealed override NodeClass NodeClass => NodeClass.DataType;

    /// <summary>Only its subtypes have values.</summary>
    public bool IsAbstract { get; init; }

    /// <summary>The members of a structure or enumeration; null: not told. Source: OPC 10000-3, 8.48.</summary>
    public virtual IUaStructure? Definition => null;
}
