namespace Catchment.Protocols.OpcUa;

/// <summary>A node id that may name its namespace by URI, and another server. Source: OPC 10000-4, 7.16.</summary>
/// <param name="NodeId">The id; its namespace index does not count when there is a URI.</param>
/// <param name="NamespaceUri">Null: by index.</param>
/// <param name="ServerIndex">In the server array; 0: this server.</param>
public readonly record struct ExpandedNodeId(NodeId NodeId, string? NamespaceUri = null, uint ServerIndex = 0)
{
    /// <summary>A node of this server.</summary>
    public static implicit operator ExpandedNodeId(NodeId id) => new(id);
}
