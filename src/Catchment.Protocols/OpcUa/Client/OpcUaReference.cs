using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Client;

/// <summary>A reference of a node to another. Source: OPC 10000-4, 7.30.</summary>
/// <param name="ReferenceType">Its type.</param>
/// <param name="IsForward">Whether it leads away from the browsed node.</param>
/// <param name="NodeId">The other node.</param>
/// <param name="BrowseName">The other's name within its parent.</param>
/// <param name="DisplayName">The other's name for people.</param>
/// <param name="NodeClass">What the other is.</param>
/// <param name="TypeDefinition">The other's type, of objects and variables.</param>
public sealed record OpcUaReference(
    NodeId ReferenceType,
    bool IsForward,
    ExpandedNodeId NodeId,
    QualifiedName BrowseName,
    LocalizedText DisplayName,
    NodeClass NodeClass,
    ExpandedNodeId TypeDefinition);
