namespace Catchment.Benchmarks.Files;

/// <summary>What the ingester does with a table of some size.</summary>
/// <param name="Database">SQLite or PostgreSQL.</param>
/// <param name="Tracked">Files that were ingested before, with three events each.</param>
/// <param name="Batch">Files in a batch.</param>
/// <param name="Files">New files.</param>
/// <param name="Seconds">From the start to the end of a run that ends when nothing is left.</param>
/// <param name="FirstSeconds">The first look at the whole table; only in the first row of a size.</param>
/// <param name="IdleMilliseconds">A search that finds nothing, half of them at most.</param>
/// <param name="IdleMostMilliseconds">The slowest of them.</param>
/// <param name="WideMilliseconds">One that also looks at times of other zones.</param>
/// <param name="CpuSeconds">Processor time of this process meanwhile.</param>
/// <param name="ResidentMegabytes">Memory of this process, the most until then.</param>
internal sealed record IngesterRow(
    string Database, long Tracked, int Batch, int Files, double Seconds, double? FirstSeconds, double IdleMilliseconds, double IdleMostMilliseconds, double WideMilliseconds,
    double CpuSeconds, double ResidentMegabytes)
{
    /// <summary>Files a second.</summary>
    public double FilesPerSecond => Files / Seconds;
}
