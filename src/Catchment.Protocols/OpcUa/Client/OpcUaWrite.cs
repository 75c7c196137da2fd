using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Client;

/// <summary>An attribute that is written.</summary>
/// <param name="NodeId">Of which node.</param>
/// <param name="Value">The value; many servers take neither a status nor times with it.</param>
/// <param name="AttributeId">Which; see <see cref="AttributeIds"/>.</param>
/// <param name="IndexRange">Which elements of an array; null: all.</param>
public readonly record struct OpcUaWrite(NodeId NodeId, DataValue Value, uint AttributeId = AttributeIds.Value, string? IndexRange = null);
