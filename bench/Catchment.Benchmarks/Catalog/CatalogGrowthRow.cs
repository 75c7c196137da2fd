namespace Catchment.Benchmarks.Catalog;

/// <summary>The catalog at one size.</summary>
/// <param name="Rows">Rows in it.</param>
/// <param name="MicrosecondsPerRow">Time to add a row, over the last ones, as the hub adds them.</param>
/// <param name="LimitMicrosecondsPerRow">The same rows through nothing but the database: SQLite's C functions, or PostgreSQL's binary COPY, into the same table, empty.</param>
/// <param name="AllocatedBytesPerRow">Managed bytes for a row.</param>
/// <param name="PageMilliseconds">Median time of each question.</param>
internal sealed record CatalogGrowthRow(
    long Rows, double MicrosecondsPerRow, double LimitMicrosecondsPerRow, double AllocatedBytesPerRow, IReadOnlyList<double> PageMilliseconds)
{
    /// <summary>How near to the limit.</summary>
    public double Ratio => LimitMicrosecondsPerRow / MicrosecondsPerRow;
}
