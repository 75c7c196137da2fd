namespace Catchment.Benchmarks.Hub;

/// <summary>What a frame costs when the day's folder already holds so many.</summary>
/// <param name="FilesBefore">Frames in the day's folder before.</param>
/// <param name="FramesPerSecond">Accepted frames a second, the median of the rounds.</param>
/// <param name="P99Milliseconds">Time to the reply that 99 of 100 did not exceed.</param>
/// <param name="CpuMicrosecondsPerFrame">Processor time of the hub for each frame.</param>
/// <param name="CostToFirst">That time to the one of the emptiest folder.</param>
/// <param name="Complaint">What went wrong; empty when nothing did.</param>
internal sealed record HubGrowthRow(
    int FilesBefore, double FramesPerSecond, double P99Milliseconds, double CpuMicrosecondsPerFrame, double CostToFirst, string Complaint);
