namespace Catchment.Benchmarks.Tags;

/// <summary>How the gateway's IEC 60870-5-104 server tells masters what changes.</summary>
/// <param name="Masters">Masters at once.</param>
/// <param name="Points">Points that are mapped, all of which change.</param>
/// <param name="Latency">From the writing of a value until a master has it.</param>
/// <param name="ResidentMegabytes">Memory of the gateway.</param>
internal sealed record MasterRow(int Masters, int Points, LatencyRow Latency, double ResidentMegabytes);
