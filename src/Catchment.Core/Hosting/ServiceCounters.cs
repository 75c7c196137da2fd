using Catchment.Core.Diagnostics;

namespace Catchment.Core.Hosting;

/// <summary>What one service counted.</summary>
/// <param name="Totals">Since the node's start.</param>
/// <param name="ReceivedPerSecond">Items taken in, a second, over the last readings.</param>
/// <param name="SentPerSecond">Items given out, a second.</param>
/// <param name="BytesPerSecond">Bytes taken in, a second.</param>
public sealed record ServiceCounters(
    ServiceTotals Totals,
    double ReceivedPerSecond,
    double SentPerSecond,
    double BytesPerSecond);
