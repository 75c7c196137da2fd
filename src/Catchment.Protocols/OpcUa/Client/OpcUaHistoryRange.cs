namespace Catchment.Protocols.OpcUa.Client;

/// <summary>Which recorded values are read. At least two of beginning, end and number are needed. Source: OPC 10000-11, 6.5.3.</summary>
public sealed record OpcUaHistoryRange
{
    /// <summary>Where the reading begins, UTC; null: at <see cref="End"/>, backward.</summary>
    public DateTime? Start { get; init; }

    /// <summary>Where it ends, UTC, without the values of that time; before <see cref="Start"/>: backward. Null: after <see cref="MaxValues"/>.</summary>
    public DateTime? End { get; init; }

    /// <summary>Values at most; 0: all.</summary>
    public int MaxValues { get; init; }

    /// <summary>Whether the values at or around beginning and end are told too; one that there is not has the status BadBoundNotFound.</summary>
    public bool ReturnBounds { get; init; }
}
