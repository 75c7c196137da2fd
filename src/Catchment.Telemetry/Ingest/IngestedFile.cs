namespace Catchment.Telemetry.Ingest;

/// <summary>What reading a file came to.</summary>
/// <param name="End">How it ended.</param>
internal sealed record IngestedFile(FileEnd End)
{
    /// <summary>Why it was not read, or what was left out of it; null: nothing.</summary>
    internal string? Reason { get; init; }

    /// <summary>What is missing at its end; null: nothing.</summary>
    internal string? Tail { get; init; }

    /// <summary>Rows that were added.</summary>
    internal long Rows { get; init; }

    /// <summary>Entries that could be read.</summary>
    internal long Entries { get; init; }

    /// <summary>Entries that were left out.</summary>
    internal long Skipped { get; init; }

    /// <summary>The file's length.</summary>
    internal long Bytes { get; init; }

    /// <summary>It was read from a copy, as it is no longer there itself.</summary>
    internal bool IsFromCopy { get; init; }
}
