using System.Runtime.InteropServices;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Attributes;

/// <summary>A reading of recorded values and how far it has come. Source: OPC 10000-11, 6.3 and 6.5.3.</summary>
/// <param name="Node">Whose values are read.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends, without the values of that time; null: nowhere.</param>
/// <param name="IsBackward">From late to early.</param>
/// <param name="HasBounds">Whether the values around are told too.</param>
/// <param name="MaxInResponse">Values in a response at most.</param>
/// <param name="Left">Values that are told yet at most.</param>
/// <param name="Range">Which elements of each value; null: all.</param>
/// <param name="Timestamps">Which times are told.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HistoryPoint(
    VariableNode Node,
    DateTime Start,
    DateTime? End,
    bool IsBackward,
    bool HasBounds,
    int MaxInResponse,
    int Left,
    NumericRange? Range,
    TimestampsToReturn Timestamps)
{
    /// <summary>Whether the value at the beginning, or before it, is told already.</summary>
    public bool HasBegun { get; init; }

    /// <summary>The time of the last value within that was told; null: none was.</summary>
    public DateTime? Last { get; init; }

    /// <summary>How many values of that time were told.</summary>
    public int ToldOfLast { get; init; }
}
