namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>A node with the attributes that all have. Its references are the <c>NodeSpace</c>'s. Source: OPC 10000-3, 5.2.</summary>
/// <param name="id">Its id.</param>
/// <param name="browseName">Its name within its parent.</param>
public abstract class Node(NodeId id, QualifiedName browseName)
{
    /// <summary>Its id.</summary>
    public NodeId Id { get; } = id;

    /// <summary>What it is.</summary>
    public abstract NodeClass NodeClass { get; }

    /// <summary>Its name within its parent.</summary>
    public QualifiedName BrowseName { get; } = browseName;

    /// <summary>What people read; the browse name's text unless it is set.</summary>
    public LocalizedText DisplayName { get; init; } = new(browseName.Name);

    /// <summary>What it is for; none unless it is set.</summary>
    public LocalizedText Description { get; init; }
}
