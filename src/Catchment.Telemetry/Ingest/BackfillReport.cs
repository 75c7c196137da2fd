namespace Catchment.Telemetry.Ingest;

/// <summary>What a backfill came to.</summary>
public sealed record BackfillReport
{
    /// <summary>Files that were read.</summary>
    public long Files { get; init; }

    /// <summary>Of them those that get no ingest record and are read again: incomplete at their end, or without a time in their name.</summary>
    public long Unrecorded { get; init; }

    /// <summary>Files that are no longer there.</summary>
    public long Missing { get; init; }

    /// <summary>Files that were left out, as their name tells no device.</summary>
    public long Nameless { get; init; }

    /// <summary>Files that could not be read or stored.</summary>
    public long Failed { get; init; }

    /// <summary>Rows that were added.</summary>
    public long Rows { get; init; }

    /// <summary>Entries that could be read; those that were there already, too.</summary>
    public long Entries { get; init; }

    /// <summary>Entries that were left out with a warning.</summary>
    public long Skipped { get; init; }

    /// <summary>Bytes of the files that were read.</summary>
    public long Bytes { get; init; }

    /// <summary>Files that were read from copies, as they are no longer there themselves.</summary>
    public long FromCopies { get; init; }

    /// <summary>It was asked to stop before its end; the files that were read stay.</summary>
    public bool IsStopped { get; init; }
}
