namespace Catchment.Telemetry.Schema;

/// <summary>What the inventory knows of a file of a host.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Modified">When it was written, microseconds since 1970 UTC; null: not known, or not asked for.</param>
/// <param name="Size">Its length in bytes; null: not known, or not asked for.</param>
internal readonly record struct KnownFile(string Path, long? Modified, long? Size);
