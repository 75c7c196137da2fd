namespace Catchment.Benchmarks.Http;

/// <summary>How fast the gateway's HTTP API answers, beside a bare server that answers the same bytes in the same run.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Clients">Clients at once, each with one request under way on a lasting connection.</param>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="P50">Half of the answers take at most this long, in ms.</param>
/// <param name="P99">99 of 100 answers take at most this long, in ms.</param>
/// <param name="CpuPerRequest">Processor time of the gateway's process, in µs.</param>
/// <param name="BarePerSecond">Requests a second of the bare server.</param>
internal sealed record HttpRow(string Request, int Clients, double PerSecond, double P50, double P99, double CpuPerRequest, double BarePerSecond)
{
    /// <summary>What part of the bare server's rate that is.</summary>
    public double Ratio => PerSecond / BarePerSecond;
}
