namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>What copying came to.</summary>
public sealed record CopyReport
{
    /// <summary>Files of the host that were looked at.</summary>
    public long Looked { get; init; }

    /// <summary>Files whose copies are current.</summary>
    public long Current { get; init; }

    /// <summary>Files that were copied.</summary>
    public long Copied { get; init; }

    /// <summary>Bytes that were copied.</summary>
    public long Bytes { get; init; }

    /// <summary>Files whose content was there already, and was recorded.</summary>
    public long Confirmed { get; init; }

    /// <summary>Files that changed while they were copied; the next run copies them.</summary>
    public long Changed { get; init; }

    /// <summary>Files of which the target has something newer, which was left.</summary>
    public long Newer { get; init; }

    /// <summary>Files of the inventory that are not there any more.</summary>
    public long OriginalsGone { get; init; }

    /// <summary>Files that no mapping covers.</summary>
    public long Unmapped { get; init; }

    /// <summary>Files that were left out with a warning: no regular ones, and those whose names the target cannot have.</summary>
    public long Skipped { get; init; }

    /// <summary>Files that could not be copied.</summary>
    public long Failed { get; init; }

    /// <summary>It was asked to stop before its end; what was copied is recorded.</summary>
    public bool IsStopped { get; init; }
}
