namespace Catchment.Benchmarks.Files;

/// <summary>What the finder did in one case.</summary>
/// <param name="Case">What it was given.</param>
/// <param name="Database">Where rows went to.</param>
/// <param name="Files">How many files.</param>
/// <param name="Seconds">How long it took; of an unchanged tree one search, the median of several.</param>
/// <param name="Megabytes">Content, in millions of bytes.</param>
/// <param name="LimitSeconds">How long b2sum took for the same files on as many cores, or find for the same tree; null: neither.</param>
/// <param name="CpuSeconds">Processor time, of the benchmark's process.</param>
/// <param name="ResidentMegabytes">The most memory that the process had, the benchmark's own included.</param>
internal sealed record FinderRow(string Case, string Database, int Files, double Seconds, double Megabytes, double? LimitSeconds, double CpuSeconds, double ResidentMegabytes)
{
    /// <summary>Files a second.</summary>
    public double FilesPerSecond => Files / Seconds;

    /// <summary>Content a second.</summary>
    public double MegabytesPerSecond => Megabytes / Seconds;

    /// <summary>The finder's speed to that of the limit.</summary>
    public double? Ratio => LimitSeconds / Seconds;
}
