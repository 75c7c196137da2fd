namespace Catchment.Benchmarks.Telemetry;

/// <summary>How fast files come into a database, by the program as a process of its own.</summary>
/// <param name="Case">The kind of files.</param>
/// <param name="Database">Where rows went to.</param>
/// <param name="Files">How many files.</param>
/// <param name="Rows">How many rows they gave.</param>
/// <param name="Bytes">The files' size.</param>
/// <param name="Seconds">Median time from the program's start to its end.</param>
/// <param name="LimitSeconds">Median time of <c>psql \copy</c> of the same rows into the same table of PostgreSQL, from its start to its end; null: none was there.</param>
/// <param name="CpuSeconds">Processor time of the program, the median.</param>
/// <param name="PeakMegabytes">The most memory that the program had.</param>
internal sealed record BackfillRow(string Case, string Database, int Files, long Rows, long Bytes, double Seconds, double? LimitSeconds, double CpuSeconds, double PeakMegabytes)
{
    /// <summary>Rows a second.</summary>
    public double RowsPerSecond => Rows / Seconds;

    /// <summary>Of the files as they lie on disk.</summary>
    public double MegabytesPerSecond => Bytes / Seconds / 1e6;

    /// <summary>The program's speed to that of <c>psql \copy</c>.</summary>
    public double? Ratio => LimitSeconds / Seconds;
}
