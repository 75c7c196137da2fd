namespace Catchment.Telemetry.Replicas.Scanning;

/// <summary>What a scan of a volume came to.</summary>
public sealed record ReplicaScanReport
{
    /// <summary>Files that were seen.</summary>
    public long Seen { get; init; }

    /// <summary>Copies that were recorded.</summary>
    public long Added { get; init; }

    /// <summary>Copies whose rows were otherwise.</summary>
    public long Updated { get; init; }

    /// <summary>Copies whose rows were right.</summary>
    public long Unchanged { get; init; }

    /// <summary>Originals that were recorded with their copies.</summary>
    public long Originals { get; init; }

    /// <summary>Copies of files that the inventory does not have; they are not recorded.</summary>
    public long Unmatched { get; init; }

    /// <summary>Copies of later versions than the inventory knows.</summary>
    public long Ahead { get; init; }

    /// <summary>Files in folders that no mapping covers.</summary>
    public long Unmapped { get; init; }

    /// <summary>Names that were left out with a warning, links and temporary files among them.</summary>
    public long Skipped { get; init; }

    /// <summary>Copies whose content was compared with the original's.</summary>
    public long Compared { get; init; }

    /// <summary>Copies with the time and size of the original and other content.</summary>
    public long Damaged { get; init; }

    /// <summary>It was asked to stop before its end; what it had found is recorded.</summary>
    public bool IsStopped { get; init; }
}
