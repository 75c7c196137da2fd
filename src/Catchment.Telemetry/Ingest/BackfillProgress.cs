namespace Catchment.Telemetry.Ingest;

/// <summary>How far a backfill has come; told after each file, one at a time.</summary>
/// <param name="Done">Files that are done with, however.</param>
/// <param name="Total">Files that were to be read at the start.</param>
/// <param name="Rows">Rows added so far.</param>
/// <param name="Bytes">Bytes read so far.</param>
public sealed record BackfillProgress(long Done, long Total, long Rows, long Bytes);
