using Catchment.Core.Databases;

namespace Catchment.Telemetry.Query;

/// <summary>How much there is.</summary>
/// <param name="Kind">Which system it is.</param>
/// <param name="Entries">Rows of <c>telem</c>.</param>
/// <param name="IsEstimate">The rows are the server's estimate, of its last analysis; it counts them only by reading them all.</param>
/// <param name="Bytes">Bytes of the tables with their indexes; of SQLite, of the whole file.</param>
/// <param name="First">Time of the earliest entry, UTC; null: there is none.</param>
/// <param name="Last">Time of the latest entry, UTC; null: there is none.</param>
/// <param name="Hosts">The inventory, host by host.</param>
public sealed record TelemetryStatistics(DatabaseKind Kind, long Entries, bool IsEstimate, long Bytes, DateTime? First, DateTime? Last, IReadOnlyList<HostStatistics> Hosts);
