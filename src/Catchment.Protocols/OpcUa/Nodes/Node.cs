namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>
/// A node with the attributes that all have. Its references are the <see cref="NodeSpace"/>'s: it stands in one space at most. Source: OPC 10000-3, 5.2.
/// </summary>
/// <param name="id">Its id.</param>
/// <param name="browseName">Its name within its parent.</param>
public abstract class Node(NodeId id, QualifiedName browseName)
{
    /// <summary>What refers from it to others; changed by its space alone.</summary>
    internal ReferenceList Forward;

    /// <summary>What refers from others to it; changed by its space alone.</summary>
    internal ReferenceList Inverse;

    private volatile NodeSpace? _space;

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

    /// <summary>The type of an object or variable; null: none, or not in a space yet.</summary>
    public Node? TypeDefinition { get; internal set; }

    /// <summary>Where it stands; null: not yet, or no longer.</summary>
    public NodeSpace? Space
    {
        get => _space;
        internal set => _space = value;
    }
}
