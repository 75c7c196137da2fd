namespace Catchment.Commands.Telemetry;

/// <summary>A device in JSON.</summary>
internal sealed record DeviceLine(string Device, string First, string Last, string? LastEc, double AgeSeconds);
