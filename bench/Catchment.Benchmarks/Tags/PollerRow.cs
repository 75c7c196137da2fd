namespace Catchment.Benchmarks.Tags;

/// <summary>What it costs to poll devices once a second.</summary>
/// <param name="Devices">Devices, each with an address of its own.</param>
/// <param name="Tags">Tags of all of them.</param>
/// <param name="RequestsPerSecond">Requests that the devices were sent in a second.</param>
/// <param name="Share">How much of what was planned that is.</param>
/// <param name="CpuPercent">Processor time of the gateway, of one core.</param>
/// <param name="ResidentMegabytes">Its memory at the end.</param>
internal sealed record PollerRow(int Devices, int Tags, double RequestsPerSecond, double Share, double CpuPercent, double ResidentMegabytes);
