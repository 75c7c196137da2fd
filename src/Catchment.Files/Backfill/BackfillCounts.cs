namespace Catchment.Files.Backfill;

/// <summary>What backfill has come to.</summary>
/// <remarks>Source: <c>files</c> 7.</remarks>
public sealed record BackfillCounts
{
    /// <summary>Files that were recorded.</summary>
    public long Recorded { get; init; }

    /// <summary>Bytes of the files that were recorded.</summary>
    public long RecordedBytes { get; init; }

    /// <summary>Files that had a row already.</summary>
    public long Tracked { get; init; }

    /// <summary>Sources and files that are not there: dangling links, files that vanished.</summary>
    public long NotFound { get; init; }

    /// <summary>Files that the table refused, and files and folders that cannot be read.</summary>
    public long Failed { get; init; }

    /// <summary>What is no file of the storage folder: links, devices, names that are no UTF-8.</summary>
    public long Skipped { get; init; }

    /// <summary>It was stopped before its end.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Exit status: 1 when something failed, was not found, or was not looked at.</summary>
    public int ExitStatus => Failed > 0 || NotFound > 0 || IsStopped ? 1 : 0;
}
