namespace Catchment.Benchmarks.Telemetry;

/// <summary>How long an inventory takes.</summary>
/// <param name="Case">What it finds.</param>
/// <param name="Database">Where rows went to.</param>
/// <param name="Files">How many files there are.</param>
/// <param name="Seconds">Median time.</param>
/// <param name="LimitSeconds">Median time of <c>find</c>, which asks for size and time of each file.</param>
/// <param name="ResidentMegabytes">The most memory that the process had so far, the benchmark's own included.</param>
internal sealed record InventoryRow(string Case, string Database, int Files, double Seconds, double LimitSeconds, double ResidentMegabytes)
{
    /// <summary>Files a second.</summary>
    public double FilesPerSecond => Files / Seconds;

    /// <summary>How many times as long as the bare walk.</summary>
    public double TimesAsLong => Seconds / LimitSeconds;
}
