using System.Diagnostics;

namespace Catchment.Benchmarks.Load;

/// <summary>What became of a load.</summary>
/// <param name="Accepted">Frames that were answered <c>OK</c>.</param>
/// <param name="Refused">Frames that were answered something else.</param>
/// <param name="Refusal">The first of those answers.</param>
/// <param name="Elapsed">From the start to the last reply.</param>
/// <param name="P50">Median time from sending to the reply.</param>
/// <param name="P99">The time that 99 of 100 replies did not exceed.</param>
/// <param name="Longest">The slowest reply.</param>
internal sealed record LoadResult(
    long Accepted, long Refused, string? Refusal, TimeSpan Elapsed, TimeSpan P50, TimeSpan P99, TimeSpan Longest)
{
    /// <summary>Accepted frames a second.</summary>
    internal double FramesPerSecond => Accepted / Elapsed.TotalSeconds;

    /// <summary>Puts the senders' results together.</summary>
    /// <param name="senders">Each sender's tally.</param>
    /// <param name="started">When the senders were let go (<see cref="Stopwatch"/> ticks).</param>
    internal static LoadResult Of(IReadOnlyList<SenderTally> senders, long started)
    {
        var latencies = senders.SelectMany(s => s.Latencies).ToArray();
        Array.Sort(latencies);
        var ended = senders.Max(s => s.Ended);
        return new LoadResult(
            senders.Sum(s => s.Accepted),
            senders.Sum(s => s.Latencies.Count - s.Accepted),
            senders.Select(s => s.Refusal).FirstOrDefault(r => r is not null),
            Stopwatch.GetElapsedTime(started, ended),
            At(latencies, 0.50),
            At(latencies, 0.99),
            At(latencies, 1));
    }

    private static TimeSpan At(long[] sorted, double quantile) =>
        sorted.Length == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(0, sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * quantile) - 1)]);
}
