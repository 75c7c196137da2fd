namespace Catchment.Tags.Mappings;

/// <summary>A point's node. Source: <c>tags</c> 5.2.</summary>
public sealed record OpcUaMapping : Mapping
{
    /// <summary>The node's id, for example <c>ns=2;i=100</c>.</summary>
    public required string NodeId { get; init; }

    /// <summary>Its browse name.</summary>
    public required string BrowseName { get; init; }

    /// <summary>Its display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Its type, as it was sent.</summary>
    public string DataType { get; init; } = "Float";

    /// <summary>Its rank: −1 for a scalar.</summary>
    public int ValueRank { get; init; } = -1;

    /// <summary><c>CurrentRead</c>, <c>CurrentWrite</c>, <c>CurrentReadOrWrite</c>.</summary>
    public string AccessLevel { get; init; } = "CurrentRead";

    /// <summary>Which times are told: <c>None</c>, <c>Server</c>, <c>Source</c>, <c>Both</c>.</summary>
    public string Timestamps { get; init; } = "Both";

    /// <summary>The namespace of node and browse name.</summary>
    public int Namespace { get; init; } = 2;

    /// <inheritdoc/>
    internal override IEnumerable<MappingPlace> Places => OpcUaNode.TryParse(NodeId, out var node) ? [new(0, node.ToString())] : [];
}
