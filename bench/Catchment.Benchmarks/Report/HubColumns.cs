using Catchment.Benchmarks.Hub;

namespace Catchment.Benchmarks.Report;

/// <summary>The tables of the hub's benchmarks.</summary>
internal static class HubColumns
{
    /// <summary>The matrix.</summary>
    internal static readonly IReadOnlyList<Column<HubMatrixRow>> Matrix =
    [
        new("senders", r => $"{r.Senders}"),
        new("bytes", r => Size(r.PayloadBytes)),
        new("durability", r => r.Durability.ToString().ToLowerInvariant()),
        new("frames/s", r => $"{r.FramesPerSecond:N0}"),
        new("MB/s", r => $"{r.MegabytesPerSecond:N0}"),
        new("p50 ms", r => $"{r.P50Milliseconds:0.00}"),
        new("p99 ms", r => $"{r.P99Milliseconds:0.00}"),
        new("CPU us/frame", r => $"{r.CpuMicrosecondsPerFrame:0}"),
        new("RSS MB", r => $"{r.ResidentMegabytes:0}"),
        new("peak MB", r => $"{r.PeakResidentMegabytes:0}"),
        new("alloc B/frame", r => r.AllocatedBytesPerFrame is { } bytes ? $"{bytes:N0}" : "?"),
        new("sink/s", r => $"{r.SinkFramesPerSecond:N0}"),
        new("disk/s", r => $"{r.DiskFilesPerSecond:N0}"),
        new("ratio", r => $"{r.Ratio:0.00}"),
        new("drift", r => $"{r.Drift:0.00}"),
        new("", r => r.Complaint),
    ];

    /// <summary>The idle hub.</summary>
    internal static readonly IReadOnlyList<Column<HubIdle>> Idle =
    [
        new("senders", r => $"{r.Senders}"),
        new("seconds", r => $"{r.Seconds:0}"),
        new("CPU %", r => $"{r.CpuPercent:0.00}"),
        new("RSS MB", r => $"{r.ResidentMegabytes:0.0}"),
        new("peak MB", r => $"{r.PeakResidentMegabytes:0.0}"),
    ];

    /// <summary>The soak.</summary>
    internal static readonly IReadOnlyList<Column<HubSoakRow>> Soak =
    [
        new("minutes", r => $"{r.Minutes:0.0}"),
        new("frames", r => $"{r.Frames:N0}"),
        new("frames/s", r => $"{r.FramesPerSecond:N0}"),
        new("p99 ms", r => $"{r.P99Milliseconds:0.00}"),
        new("longest ms", r => $"{r.LongestMilliseconds:0.00}"),
        new("CPU %", r => $"{r.CpuPercent:0.0}"),
        new("RSS MB", r => $"{r.ResidentMegabytes:0.0}"),
        new("to first", r => $"{r.ToFirst:0.00}"),
        new("", r => r.Complaint),
    ];

    /// <summary>The day that grows.</summary>
    internal static readonly IReadOnlyList<Column<HubGrowthRow>> Growth =
    [
        new("files before", r => $"{r.FilesBefore:N0}"),
        new("frames/s", r => $"{r.FramesPerSecond:N0}"),
        new("p99 ms", r => $"{r.P99Milliseconds:0.00}"),
        new("CPU us/frame", r => $"{r.CpuMicrosecondsPerFrame:0}"),
        new("to first", r => $"{r.CostToFirst:0.00}"),
        new("", r => r.Complaint),
    ];

    /// <summary>The start.</summary>
    internal static readonly IReadOnlyList<Column<HubStart>> Start =
    [
        new("starts", r => $"{r.Runs}"),
        new("median ms", r => $"{r.MedianMilliseconds:0}"),
        new("shortest ms", r => $"{r.ShortestMilliseconds:0}"),
        new("longest ms", r => $"{r.LongestMilliseconds:0}"),
    ];

    private static string Size(int bytes) =>
        bytes % (1 << 20) == 0 ? $"{bytes >> 20} MB" : bytes % (1 << 10) == 0 ? $"{bytes >> 10} KB" : $"{bytes}";
}
