using Catchment.Telemetry.Query;

namespace Catchment.Commands.Telemetry;

/// <summary>How much there is, in JSON.</summary>
internal sealed record TelemetryStatsLine(string Database, long Entries, bool IsEstimate, long Bytes, string? First, string? Last, IReadOnlyList<HostStatistics> Hosts);
