namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>A reference as it is seen from one of its two nodes. Source: OPC 10000-3, 4.3.4.</summary>
/// <param name="Type">Its type.</param>
/// <param name="IsForward">It goes out from the node; else it comes in.</param>
/// <param name="Target">The node at the other end.</param>
public readonly record struct NodeReference(Node Type, bool IsForward, Node Target);
