using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Client;

/// <summary>An attribute that is read.</summary>
/// <param name="NodeId">Of which node.</param>
/// <param name="AttributeId">Which; see <see cref="AttributeIds"/>.</param>
/// <param name="IndexRange">Which elements of an array, for example <c>0:9</c>; null: all.</param>
public readonly record struct OpcUaRead(NodeId NodeId, uint AttributeId = AttributeIds.Value, string? IndexRange = null);
