namespace Catchment.Telemetry.Ingest;

/// <summary>What reading a file came to.</summary>
/// <param name="End">How it ended.</param>
internal sealed record IngestedFile(FileEnd End)
{
    /// <summary>Rows that were added.</summary>
    internal long Rows { get; init; }

    /// <summary>Entries that could be read.</summary>
    internal long Entries { get; init; }

    /// <summary>Entries that were left out.</summary>
    internal long Skipped { get; init; }

    /// <summary>The file's length.</summary>
    internal long Bytes { get; init; }
}
