namespace Catchment.Cameras.Pruning;

/// <summary>What a run did; or, as a rehearsal, what it would do.</summary>
public sealed record PruningReport
{
    /// <summary>The day that ages were counted from.</summary>
    public required DateOnly RunDate { get; init; }

    /// <summary>By node, then reason.</summary>
    public required IReadOnlyList<PruningLine> Lines { get; init; }

    /// <summary>Days that were looked at.</summary>
    public required int Days { get; init; }

    /// <summary>What was wrong, in sentences; of many like problems the first.</summary>
    public required IReadOnlyList<string> Troubles { get; init; }

    /// <summary>The lines that DailyCleanup publishes.</summary>
    public required IReadOnlyList<string> Published { get; init; }

    /// <summary>Nothing was touched.</summary>
    public required bool IsRehearsal { get; init; }

    /// <summary>It was stopped before it was through.</summary>
    public required bool IsStopped { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Events that were looked at.</summary>
    public long Events => Lines.Sum(l => l.Events);

    /// <summary>Events that were deleted, or would be.</summary>
    public long Deleted => Lines.Where(l => l.Reason == PruningReason.Deleted).Sum(l => l.Events);
}
