namespace Catchment.Core.Diagnostics;

/// <summary>A service's counters at one moment.</summary>
/// <param name="Received">Items taken in since the node's start.</param>
/// <param name="Sent">Items given out since the node's start.</param>
/// <param name="Discarded">Items thrown away on purpose since the node's start.</param>
/// <param name="Errors">Failures since the node's start.</param>
/// <param name="Bytes">Bytes taken in since the node's start.</param>
/// <param name="InFlight">Items being worked on now.</param>
public sealed record ServiceTotals(long Received, long Sent, long Discarded, long Errors, long Bytes, long InFlight);
