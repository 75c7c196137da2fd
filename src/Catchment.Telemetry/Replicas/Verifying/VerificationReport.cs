namespace Catchment.Telemetry.Replicas.Verifying;

/// <summary>What a verification of copies came to.</summary>
public sealed record VerificationReport
{
    /// <summary>Copies that were looked at.</summary>
    public long Looked { get; init; }

    /// <summary>Copies whose volume is not there; nothing is said of them.</summary>
    public long Away { get; init; }

    /// <summary>Copies that are as their rows say.</summary>
    public long Intact { get; init; }

    /// <summary>Copies that are not there.</summary>
    public long Gone { get; init; }

    /// <summary>Of these, whose rows were removed, as was asked for.</summary>
    public long Forgotten { get; init; }

    /// <summary>Copies with other content than their originals, behind the same time and size.</summary>
    public long Damaged { get; init; }

    /// <summary>Copies with another size than their rows said.</summary>
    public long Resized { get; init; }

    /// <summary>Copies with another time than the version that they are copies of.</summary>
    public long Touched { get; init; }

    /// <summary>Copies that cannot be looked at or read.</summary>
    public long Unreadable { get; init; }

    /// <summary>Copies that had been gone and are there again.</summary>
    public long Returned { get; init; }

    /// <summary>Copies whose content was compared with their originals'.</summary>
    public long Compared { get; init; }

    /// <summary>Copies of this computer's files whose originals are no longer there: they are all that is left, but for other copies.</summary>
    public long OriginalsGone { get; init; }

    /// <summary>It was asked to stop before its end; what it had found is recorded.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Copies that are not as they should be.</summary>
    public long Faults => Gone + Damaged + Resized + Touched + Unreadable;
}
