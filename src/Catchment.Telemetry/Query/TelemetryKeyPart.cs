namespace Catchment.Telemetry.Query;

/// <summary>A step on the way to a value in a message: into an object by a name, or into an array by a number.</summary>
/// <param name="Name">The name; null: an item of an array.</param>
/// <param name="Index">The item's place, from 0 on.</param>
public readonly record struct TelemetryKeyPart(string? Name, int Index);
