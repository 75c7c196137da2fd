namespace Catchment.Benchmarks.Snmp;

/// <summary>How fast our agent answers, beside net-snmp's in the same run.</summary>
/// <param name="Load">What is asked.</param>
/// <param name="Clients">Clients at once, each with one request under way.</param>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="P50">Half of the answers take at most this long, in ms.</param>
/// <param name="P99">99 of 100 answers take at most this long, in ms.</param>
/// <param name="CpuPerRequest">Processor time of our agent's process, in µs.</param>
/// <param name="ResidentMegabytes">Memory of our agent's process with its objects.</param>
/// <param name="SnmpdPerSecond">Requests a second of snmpd.</param>
/// <param name="SnmpdCpuPerRequest">Processor time of snmpd, in µs.</param>
internal sealed record SnmpRow(
    string Load,
    int Clients,
    double PerSecond,
    double P50,
    double P99,
    double CpuPerRequest,
    double ResidentMegabytes,
    double SnmpdPerSecond,
    double SnmpdCpuPerRequest)
{
    /// <summary>How many times as fast.</summary>
    public double Ratio => PerSecond / SnmpdPerSecond;
}
