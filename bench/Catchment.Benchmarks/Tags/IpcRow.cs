namespace Catchment.Benchmarks.Tags;

/// <summary>One cell of the Unix socket's benchmark.</summary>
/// <param name="Request"><c>write</c>, or <c>bulk_write</c> of 1,000 values.</param>
/// <param name="Points">Points of the store.</param>
/// <param name="Connections">Clients at once.</param>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="ValuesPerSecond">Values a second.</param>
/// <param name="P50">Median time to a reply in milliseconds.</param>
/// <param name="P99">The same for 99 of 100.</param>
/// <param name="LimitPerSecond">Requests a second that an echo server on the same kind of socket answers.</param>
internal sealed record IpcRow(string Request, int Points, int Connections, double PerSecond, double ValuesPerSecond, double P50, double P99, double LimitPerSecond)
{
    /// <summary>How much of the limit is reached.</summary>
    public double Ratio => PerSecond / LimitPerSecond;
}
