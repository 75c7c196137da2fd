namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>A type of references. Source: OPC 10000-3, 5.3.</summary>
/// <param name="id">Its id.</param>
/// <param name="browseName">What it says of the source, for example <c>HasComponent</c>.</param>
public sealed class ReferenceTypeNode(NodeId id, QualifiedName browseName) : Node(id, browseName)
{
    /// <inheritdoc/>
    public override NodeClass NodeClass => NodeClass.ReferenceType;

    /// <summary>Only its subtypes have references.</summary>
    public bool IsAbstract { get; init; }

    /// <summary>It says the same of both its nodes.</summary>
    public bool IsSymmetric { get; init; }

    /// <summary>What it says of the target, for example <c>ComponentOf</c>; none unless it is set.</summary>
    public LocalizedText InverseName { get; init; }
}
