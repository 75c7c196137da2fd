using Catchment.Benchmarks.Limits;
using Catchment.Benchmarks.Load;
using Catchment.Benchmarks.Machine;

namespace Catchment.Benchmarks.Hub;

/// <summary>
/// The hub under full load beside two limits of the same machine: a libzmq sink that throws everything away, and a loop that
/// only writes the same files. Limits and hub take turns, so that a change of the machine's pace shows as drift.
/// </summary>
internal sealed class HubMatrix(HubBench bench, HubMatrixPlan plan)
{
    /// <summary>The files stay until the end, see <see cref="Workplace"/>, and a disk holds only so many.</summary>
    private const long MostFrames = 50_000;

    /// <summary>The warm-up's part of bytes and frames, so that it does not leave the disk busy for the run itself.</summary>
    private const int WarmUpShare = 8;

    private readonly LoadPlan _load = new() { Duration = plan.Duration, MaxBytes = plan.MaxBytes, MaxFrames = MostFrames };
    private readonly LoadPlan _warmUp = new() { Duration = plan.WarmUp, MaxBytes = plan.MaxBytes / WarmUpShare, MaxFrames = MostFrames / WarmUpShare };

    /// <summary>Measures all cells.</summary>
    /// <param name="rows">Takes each row as soon as it is there.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task RunAsync(ICollection<HubMatrixRow> rows, CancellationToken cancellation)
    {
        await WriteBack.SettleAsync(cancellation);
        foreach (var (index, cell) in plan.Cells.Index())
        {
            await bench.Progress.WriteLineAsync($"cell {index + 1} of {plan.Cells.Count}: {cell}");
            rows.Add(await MeasureAsync(cell, cancellation));
        }
    }

    private async Task<HubMatrixRow> MeasureAsync(HubCell cell, CancellationToken cancellation)
    {
        List<LoadResult> sink = [];
        List<double> disk = [];
        List<HubRun> hub = [];
        await MeasureLimitsAsync(cell, sink, disk, cancellation);
        for (var round = 0; round < plan.Rounds; round++)
        {
            hub.Add(await MeasureHubAsync(cell, cancellation));
            await MeasureLimitsAsync(cell, sink, disk, cancellation);
            await bench.Progress.WriteLineAsync(
                $"  hub {hub[^1].Load.FramesPerSecond:N0}/s, sink {sink[^1].FramesPerSecond:N0}/s, disk {disk[^1]:N0}/s {hub[^1].Complaint}");
        }

        return HubMatrixRow.Of(cell, hub, sink, disk);
    }

    private async Task MeasureLimitsAsync(HubCell cell, List<LoadResult> sink, List<double> disk, CancellationToken cancellation)
    {
        sink.Add(await BareSink.MeasureAsync(plan.Python, cell.Senders, cell.PayloadBytes, _warmUp, _load, cancellation));
        var folder = bench.Place.NewFolder();
        disk.Add(FileWriting.Measure(
            folder, cell.Senders, cell.PayloadBytes, cell.Durability == HubDurability.Synced, _warmUp, _load, cancellation));
        await Workplace.ClearAsync(folder, cancellation);
    }

    private async Task<HubRun> MeasureHubAsync(HubCell cell, CancellationToken cancellation)
    {
        var folder = bench.Place.NewFolder();
        HubRun run;
        await using (var hub = await HubUnderTest.StartAcceptingAsync(bench.Command, folder, cell.Durability, cancellation))
            run = await HubRun.MeasureAsync(hub, cell.Senders, cell.PayloadBytes, _warmUp, _load, cancellation);
        await Workplace.ClearAsync(folder, cancellation);
        return run;
    }
}
