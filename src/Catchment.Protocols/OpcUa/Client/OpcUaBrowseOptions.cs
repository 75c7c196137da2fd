using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Client;

/// <summary>Which references are browsed.</summary>
public sealed record OpcUaBrowseOptions
{
    /// <summary>The type of the references, with its subtypes; the null id: any.</summary>
    public NodeId ReferenceType { get; init; } = StandardIds.HierarchicalReferences;

    /// <summary>Also those that lead to the node.</summary>
    public bool IncludesInverse { get; init; }

    /// <summary>References of one node in one answer, at most; 0: as many as the server likes. The others are fetched behind them.</summary>
    public uint MaxReferencesPerAnswer { get; init; }
}
