namespace Catchment.Benchmarks.Tags;

/// <summary>How long a value takes from its write to whoever reads it.</summary>
/// <param name="Way">How it is read.</param>
/// <param name="ChangesPerSecond">Values that the gateway took meanwhile.</param>
/// <param name="Samples">Values that were watched.</param>
/// <param name="P50">Half of them take at most this long, in ms.</param>
/// <param name="P99">99 of 100 take at most this long, in ms.</param>
/// <param name="Worst">The longest, in ms.</param>
/// <param name="CpuPercent">Processor time of the gateway, of one core.</param>
internal sealed record LatencyRow(string Way, double ChangesPerSecond, int Samples, double P50, double P99, double Worst, double CpuPercent);
