namespace Catchment.Protocols.OpcUa;

/// <summary>How many operations one request may have, and what they may take. The Server object tells them to clients. Source: OPC 10000-5, 6.3.11.</summary>
public sealed record OpcUaOperationLimits
{
    /// <summary>Attributes in one Read.</summary>
    public int MaxNodesPerRead { get; init; } = 10_000;

    /// <summary>Attributes in one Write.</summary>
    public int MaxNodesPerWrite { get; init; } = 10_000;

    /// <summary>Nodes in one HistoryRead.</summary>
    public int MaxNodesPerHistoryRead { get; init; } = 100;

    /// <summary>Recorded values of one node in one response; the client fetches the others with its continuation point.</summary>
    public int MaxHistoryValuesPerNode { get; init; } = 10_000;

    /// <summary>About so many bytes of recorded values in one response, of all its nodes; a single value may be larger.</summary>
    public int MaxHistoryBytesPerResponse { get; init; } = 1 << 20;

    /// <summary>Unfinished readings of histories that are kept for one session.</summary>
    public int MaxHistoryContinuationPoints { get; init; } = 100;

    /// <summary>Nodes in one Browse or BrowseNext.</summary>
    public int MaxNodesPerBrowse { get; init; } = 1_000;

    /// <summary>Nodes in one RegisterNodes or UnregisterNodes.</summary>
    public int MaxNodesPerRegisterNodes { get; init; } = 10_000;

    /// <summary>Paths in one TranslateBrowsePathsToNodeIds.</summary>
    public int MaxNodesPerTranslateBrowsePathsToNodeIds { get; init; } = 2_000;

    /// <summary>Calls in one Call.</summary>
    public int MaxNodesPerMethodCall { get; init; } = 100;

    /// <summary>Items in one request about monitored items.</summary>
    public int MaxMonitoredItemsPerCall { get; init; } = 10_000;

    /// <summary>References of one node in one response, at most; the client fetches the others with BrowseNext.</summary>
    public int MaxReferencesPerNode { get; init; } = 10_000;

    /// <summary>References in one response, of all its nodes; the client fetches the others with BrowseNext.</summary>
    public int MaxReferencesPerResponse { get; init; } = 50_000;

    /// <summary>Unfinished browsings that are kept for one session.</summary>
    public int MaxBrowseContinuationPoints { get; init; } = 100;
}
