using Catchment.Core.Databases;
using Catchment.Telemetry.Query;

namespace Catchment.WebConsole.Api.Telemetry;

/// <summary>How much telemetry there is.</summary>
/// <param name="Database">The system: sqlite or postgresql.</param>
/// <param name="Entries">Entries.</param>
/// <param name="IsEstimate">They are the server's estimate.</param>
/// <param name="Bytes">Bytes of the tables; of SQLite, of the file.</param>
/// <param name="First">Time of the first entry, UTC.</param>
/// <param name="Last">Time of the last entry, UTC.</param>
/// <param name="Hosts">The inventory, host by host.</param>
public sealed record StatisticsItem(string Database, long Entries, bool IsEstimate, long Bytes, string? First, string? Last, IReadOnlyList<HostStatistics> Hosts)
{
    internal static StatisticsItem Of(TelemetryStatistics s) => new(
        s.Kind == DatabaseKind.Sqlite ? "sqlite" : "postgresql",
        s.Entries,
        s.IsEstimate,
        s.Bytes,
        s.First is { } first ? TelemetryTime.Text(first) : null,
        s.Last is { } last ? TelemetryTime.Text(last) : null,
        s.Hosts);
}
