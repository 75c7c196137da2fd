namespace Catchment.Telemetry.Schema;

/// <summary>What the inventory is to know of a file from now on, unless it has learned something else meanwhile.</summary>
/// <param name="Now">How the file is.</param>
/// <param name="Modified">The time that the inventory had of it, microseconds since 1970, UTC; null: none.</param>
/// <param name="Size">The length in bytes that it had of it; null: none.</param>
internal sealed record FileRefresh(FileOrigin Now, long? Modified, long? Size);
