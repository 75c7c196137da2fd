namespace Catchment.Telemetry.Schema;

/// <summary>A row of <c>file_ingest_times</c>: a file was read. Times are microseconds since 1970, UTC.</summary>
/// <param name="Start">When what is in it begins, from its name.</param>
/// <param name="Device">Whose it is, from its name.</param>
/// <param name="IngestedAt">When it was read.</param>
/// <param name="Host">The computer that it is on.</param>
/// <param name="Path">Its path there.</param>
internal sealed record IngestRecord(long Start, string Device, long IngestedAt, string Host, string Path);
