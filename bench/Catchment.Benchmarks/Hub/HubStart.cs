using System.Diagnostics;
using Catchment.Benchmarks.Load;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Hub;

/// <summary>The time from a hub's start to its first accepted frame.</summary>
/// <param name="Runs">How often it was measured.</param>
/// <param name="MedianMilliseconds">The middle one.</param>
/// <param name="ShortestMilliseconds">The shortest.</param>
/// <param name="LongestMilliseconds">The longest.</param>
internal sealed record HubStart(int Runs, double MedianMilliseconds, double ShortestMilliseconds, double LongestMilliseconds)
{
    private const int PayloadBytes = 60 * 1024;

    /// <summary>Measures it. The program's files are in memory already, by a start that does not count.</summary>
    /// <param name="bench">The hub and the place.</param>
    /// <param name="runs">How often.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="BenchmarkException">The first frame is refused.</exception>
    internal static async Task<HubStart> MeasureAsync(HubBench bench, int runs, CancellationToken cancellation)
    {
        var frame = FrameWire.Build(1, PayloadBytes);
        await MeasureOnceAsync(bench, frame, cancellation);
        var times = new List<double>(runs);
        for (var run = 0; run < runs; run++)
        {
            times.Add(await MeasureOnceAsync(bench, frame, cancellation));
            await bench.Progress.WriteLineAsync($"start {run + 1}: {times[^1]:0} ms");
        }

        return new HubStart(runs, times.Median(), times.Min(), times.Max());
    }

    private static async Task<double> MeasureOnceAsync(HubBench bench, byte[] frame, CancellationToken cancellation)
    {
        var folder = bench.Place.NewFolder();
        var started = Stopwatch.GetTimestamp();
        await using var hub = HubUnderTest.Start(bench.Command, folder, HubDurability.Written);
        using var connection = await hub.FirstConnectionAsync(cancellation);
        Accept(connection, frame);
        var elapsed = Stopwatch.GetElapsedTime(started);
        await hub.StopAsync(cancellation);
        return elapsed.TotalMilliseconds;
    }

    private static void Accept(ReqConnection connection, byte[] frame)
    {
        var reply = connection.Request(frame);
        if (!reply.SequenceEqual("OK"u8))
            throw new BenchmarkException($"The hub answered its first frame '{System.Text.Encoding.UTF8.GetString(reply)}' instead of OK.");
    }
}
