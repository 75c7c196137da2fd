namespace Catchment.Telemetry.Schema;

/// <summary>What a setup did.</summary>
/// <param name="Changes">What was made or mended, in words and in order; empty when everything was there.</param>
/// <param name="RecordsRemoved">Ingest records without a file, which had to go for their foreign key: these files are read again.</param>
public sealed record SetupReport(IReadOnlyList<string> Changes, long RecordsRemoved);
