using System.Diagnostics;
using Catchment.Benchmarks.Load;
using Catchment.Benchmarks.Machine;

namespace Catchment.Benchmarks.Hub;

/// <summary>Whether a hub's memory and latency stay level under a moderate load that does not end.</summary>
/// <param name="bench">The hub and the place.</param>
/// <param name="senders">How many senders.</param>
/// <param name="payloadBytes">Size of their frames.</param>
/// <param name="framesPerSecond">Frames a second of each sender.</param>
internal sealed class HubSoak(HubBench bench, int senders, int payloadBytes, double framesPerSecond)
{
    private const double Mega = 1e6;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    /// <summary>Soaks. The frames of each period are counted, emptied and put aside, so that the disk does not fill.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="rows">Takes each period's row as soon as it is there.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task RunAsync(TimeSpan duration, ICollection<HubSoakRow> rows, CancellationToken cancellation)
    {
        await using var hub = await HubUnderTest.StartAcceptingAsync(bench.Command, bench.Place.NewFolder(), HubDurability.Written, cancellation);
        var aside = bench.Place.NewFolder();
        using var fleet = SenderFleet.Connect(hub.Port, senders, payloadBytes);
        var started = Stopwatch.GetTimestamp();
        double? first = null;
        while (duration - Stopwatch.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
        {
            var before = hub.Usage;
            var load = fleet.Run(new LoadPlan { Duration = left < Period ? left : Period, FramesPerSecond = framesPerSecond }, cancellation);
            var after = hub.Usage;
            first ??= after.ResidentBytes;
            var row = new HubSoakRow(
                Stopwatch.GetElapsedTime(started).TotalMinutes,
                load.Accepted,
                load.FramesPerSecond,
                load.P99.TotalMilliseconds,
                load.Longest.TotalMilliseconds,
                100 * ((after.Cpu - before.Cpu) / load.Elapsed),
                after.ResidentBytes / Mega,
                after.ResidentBytes / first.Value,
                Complaints.Of(load.Accepted - PutAside(hub.Frames(), aside), load));
            rows.Add(row);
            await bench.Progress.WriteLineAsync(
                $"{row.Minutes:0.0} min: {row.FramesPerSecond:N0} frames/s, p99 {row.P99Milliseconds:0.00} ms, RAM {row.ResidentMegabytes:0.0} MB ({row.ToFirst:0.00} of the first) {row.Complaint}");
        }

        await hub.StopAsync(cancellation);
    }

    /// <summary>The senders are silent, and what was acknowledged as written is on disk. Removing would slow the hub, see
    /// <see cref="Workplace"/>.</summary>
    private static long PutAside(IEnumerable<string> frames, string folder)
    {
        long count = 0;
        foreach (var frame in frames.ToArray())
        {
            var put = Path.Combine(folder, Path.GetFileName(frame));
            File.Move(frame, put);
            Workplace.Empty(put);
            count++;
        }

        return count;
    }
}
