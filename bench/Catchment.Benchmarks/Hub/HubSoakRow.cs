namespace Catchment.Benchmarks.Hub;

/// <summary>One period of a soak.</summary>
/// <param name="Minutes">Time since the start.</param>
/// <param name="Frames">Accepted frames in this period.</param>
/// <param name="FramesPerSecond">The same for each second.</param>
/// <param name="P99Milliseconds">Time to the reply that 99 of 100 did not exceed.</param>
/// <param name="LongestMilliseconds">The slowest reply.</param>
/// <param name="CpuPercent">Processor time of the hub, in percent of one core.</param>
/// <param name="ResidentMegabytes">RAM of the hub at the end of the period.</param>
/// <param name="ToFirst">That RAM to the first period's.</param>
/// <param name="Complaint">What went wrong; empty when nothing did.</param>
internal sealed record HubSoakRow(
    double Minutes,
    long Frames,
    double FramesPerSecond,
    double P99Milliseconds,
    double LongestMilliseconds,
    double CpuPercent,
    double ResidentMegabytes,
    double ToFirst,
    string Complaint);
