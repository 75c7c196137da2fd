namespace Catchment.Benchmarks.OpcUa;

/// <summary>One run of a server.</summary>
/// <param name="PerSecond">Requests or notifications a second.</param>
/// <param name="CpuPerUnit">Processor time of the server's process for one of them, in µs.</param>
/// <param name="ResidentBytes">Memory of the server's process after it.</param>
/// <param name="LoadShare">How much of a core the busiest client took.</param>
internal sealed record OpcUaRun(double PerSecond, double CpuPerUnit, long ResidentBytes, double LoadShare);
