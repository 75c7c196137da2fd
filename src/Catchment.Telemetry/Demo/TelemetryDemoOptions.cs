namespace Catchment.Telemetry.Demo;

/// <summary>Where simulated devices write.</summary>
/// <param name="Folder">The folder of the telemetry files that are followed, absolute.</param>
/// <param name="EntriesOfFile">Entries of a file before the next one is begun; a real device takes one of 10 MiB.</param>
public sealed record TelemetryDemoOptions(string Folder, int EntriesOfFile = 120);
