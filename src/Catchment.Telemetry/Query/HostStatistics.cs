namespace Catchment.Telemetry.Query;

/// <summary>The inventory of a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Files">Files recorded.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Ingested">Files that have an ingest record.</param>
/// <param name="Unread">Telemetry files that a backfill would read.</param>
public sealed record HostStatistics(string Host, long Files, long Bytes, long Ingested, long Unread);
