namespace Catchment.Tags.Sync.Statistics;

/// <summary>The sync's statistics at one moment. Source: <c>tags</c> 8.2; the members behind <see cref="Running"/> are our own.</summary>
public sealed record SyncStats
{
    /// <summary>Cycles that read a document with tags.</summary>
    public long TotalSyncs { get; init; }

    /// <summary>Values that the gateway took.</summary>
    public long SuccessfulWrites { get; init; }

    /// <summary>Writes that failed: refused, or not answered.</summary>
    public long FailedWrites { get; init; }

    /// <summary>When the last cycle ended, in Unix seconds; null: none has.</summary>
    public double? LastSyncTime { get; init; }

    /// <summary>The last 100 errors, oldest first.</summary>
    public IReadOnlyList<SyncError> Errors { get; init; } = [];

    /// <summary>Whether it runs.</summary>
    public bool Running { get; init; }

    /// <summary>Tags of the last document.</summary>
    public int Tags { get; init; }

    /// <summary>Tags that were left out by status, or for having no value.</summary>
    public long NotGood { get; init; }

    /// <summary>Tags that were left out by include and exclude.</summary>
    public long Filtered { get; init; }

    /// <summary>Values that were left out because they had not changed, or by less than their deadband.</summary>
    public long Unchanged { get; init; }

    /// <summary>Values that were rejected, by reason.</summary>
    public IReadOnlyDictionary<string, long> Rejected { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Values that were brought to a limit.</summary>
    public long Clamped { get; init; }

    /// <summary>Answers of the polling service that could not be used, or did not come.</summary>
    public long PollingErrors { get; init; }

    /// <summary>Values that wait for the gateway.</summary>
    public int Buffered { get; init; }

    /// <summary>Values that were lost while they waited, by reason.</summary>
    public IReadOnlyDictionary<string, long> Dropped { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Duration of the last cycle, in seconds.</summary>
    public double LastCycleSeconds { get; init; }
}
