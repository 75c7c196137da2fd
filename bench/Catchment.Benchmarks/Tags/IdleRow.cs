namespace Catchment.Benchmarks.Tags;

/// <summary>What a process uses while nothing is asked of it but what it does by itself.</summary>
/// <param name="What">The process.</param>
/// <param name="Points">Points of the store, or tags that are polled.</param>
/// <param name="CpuPercent">Processor time, of one core.</param>
/// <param name="ResidentMegabytes">Memory at the end.</param>
/// <param name="PeakMegabytes">The most it had.</param>
internal sealed record IdleRow(string What, int Points, double CpuPercent, double ResidentMegabytes, double PeakMegabytes);
