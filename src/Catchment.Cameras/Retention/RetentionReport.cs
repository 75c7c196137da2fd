namespace Catchment.Cameras.Retention;

/// <summary>What a round did; or, as a rehearsal, what it would do.</summary>
public sealed record RetentionReport
{
    /// <summary>What left, by day, then camera.</summary>
    public required IReadOnlyList<RetentionLine> Lines { get; init; }

    /// <summary>What was wrong: the first message of each kind.</summary>
    public required IReadOnlyDictionary<RetentionTrouble, string> Troubles { get; init; }

    /// <summary>Nothing was touched.</summary>
    public required bool IsRehearsal { get; init; }

    /// <summary>It was stopped before it was through.</summary>
    public required bool IsStopped { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Frames that left.</summary>
    public long Files => Lines.Sum(l => l.Files);

    /// <summary>Their bytes.</summary>
    public long Bytes => Lines.Sum(l => l.Bytes);

    /// <summary>Of them, frames that are in an archive.</summary>
    public long ArchivedFiles => Lines.Where(l => l.ArchivedTo is not null).Sum(l => l.Files);
}
