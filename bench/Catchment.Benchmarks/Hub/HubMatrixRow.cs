using Catchment.Benchmarks.Load;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Hub;

/// <summary>One row of the matrix: medians of a cell's runs.</summary>
internal sealed record HubMatrixRow
{
    /// <summary>Lock-step senders.</summary>
    public required int Senders { get; init; }

    /// <summary>Size of a frame.</summary>
    public required int PayloadBytes { get; init; }

    /// <summary>The hub's durability.</summary>
    public required HubDurability Durability { get; init; }

    /// <summary>Accepted frames a second.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>The same in millions of bytes.</summary>
    public required double MegabytesPerSecond { get; init; }

    /// <summary>Median time to the reply.</summary>
    public required double P50Milliseconds { get; init; }

    /// <summary>Time to the reply that 99 of 100 did not exceed.</summary>
    public required double P99Milliseconds { get; init; }

    /// <summary>Processor time of the hub for each frame.</summary>
    public required double CpuMicrosecondsPerFrame { get; init; }

    /// <summary>RAM of the hub at the end of the load.</summary>
    public required double ResidentMegabytes { get; init; }

    /// <summary>The most RAM it had.</summary>
    public required double PeakResidentMegabytes { get; init; }

    /// <summary>Managed bytes allocated by the hub for each frame; null when it does not tell.</summary>
    public required double? AllocatedBytesPerFrame { get; init; }

    /// <summary>Frames a second of the bare sink under the same load.</summary>
    public required double SinkFramesPerSecond { get; init; }

    /// <summary>Files a second of the loop that only writes files.</summary>
    public required double DiskFilesPerSecond { get; init; }

    /// <summary>The largest ratio between two runs of the same limit: how restless the machine was.</summary>
    public required double Drift { get; init; }

    /// <summary>What went wrong; empty when nothing did.</summary>
    public required string Complaint { get; init; }

    /// <summary>The hub's frames a second to those of the lower limit.</summary>
    public double Ratio => FramesPerSecond / Math.Min(SinkFramesPerSecond, DiskFilesPerSecond);

    /// <summary>Puts a cell's runs together.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="runs">Runs of the hub.</param>
    /// <param name="sink">Runs of the bare sink.</param>
    /// <param name="disk">Runs of the loop that only writes files, in files a second.</param>
    internal static HubMatrixRow Of(HubCell cell, IReadOnlyList<HubRun> runs, IReadOnlyList<LoadResult> sink, IReadOnlyList<double> disk)
    {
        const double Mega = 1e6;
        double MedianOf(Func<HubRun, double> value) => runs.Select(value).Median();
        var sinkRates = sink.Select(s => s.FramesPerSecond).ToArray();
        var frames = MedianOf(r => r.Load.FramesPerSecond);
        return new HubMatrixRow
        {
            Senders = cell.Senders,
            PayloadBytes = cell.PayloadBytes,
            Durability = cell.Durability,
            FramesPerSecond = frames,
            MegabytesPerSecond = frames * cell.PayloadBytes / Mega,
            P50Milliseconds = MedianOf(r => r.Load.P50.TotalMilliseconds),
            P99Milliseconds = MedianOf(r => r.Load.P99.TotalMilliseconds),
            CpuMicrosecondsPerFrame = MedianOf(r => r.CpuMicroseconds),
            ResidentMegabytes = MedianOf(r => r.Usage.ResidentBytes / Mega),
            PeakResidentMegabytes = MedianOf(r => r.Usage.PeakResidentBytes / Mega),
            AllocatedBytesPerFrame = runs.All(r => r.AllocatedBytes is not null) ? MedianOf(r => r.AllocatedBytes!.Value) : null,
            SinkFramesPerSecond = sinkRates.Median(),
            DiskFilesPerSecond = disk.Median(),
            Drift = Math.Max(sinkRates.Max() / sinkRates.Min(), disk.Max() / disk.Min()),
            Complaint = string.Join("; ", runs.Select(r => r.Complaint).Where(c => c.Length > 0)),
        };
    }
}
