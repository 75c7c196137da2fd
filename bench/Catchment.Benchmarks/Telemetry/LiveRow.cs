namespace Catchment.Benchmarks.Telemetry;

/// <summary>How soon what devices write can be queried, with the live process as a process of its own.</summary>
/// <param name="Database">Where rows went to.</param>
/// <param name="Devices">Devices that wrote.</param>
/// <param name="Rate">Entries a second that all of them were to write.</param>
/// <param name="Written">Entries that they wrote.</param>
/// <param name="Seconds">How long they wrote.</param>
/// <param name="P50">Milliseconds from the writing of an entry until a query sees its row, the median.</param>
/// <param name="P99">The same, of 99 of 100.</param>
/// <param name="Worst">The same, the longest.</param>
/// <param name="Samples">Entries that were looked for.</param>
/// <param name="CpuSeconds">Processor time of the live process.</param>
/// <param name="PeakMegabytes">The most memory that it had.</param>
internal sealed record LiveRow(string Database, int Devices, int Rate, long Written, double Seconds, double P50, double P99, double Worst, int Samples, double CpuSeconds, double PeakMegabytes);
