namespace Catchment.Tags.Store;

/// <summary>What a store runs with.</summary>
public sealed record TagStoreSettings
{
    /// <summary>What becomes of writes to unknown keys.</summary>
    public UnknownKeys UnknownKeys { get; init; }

    /// <summary>Entries of history per point.</summary>
    public int HistorySize { get; init; } = 1000;

    /// <summary>Memory of all histories together, in bytes.</summary>
    public long HistoryBytes { get; init; } = 64L << 20;

    /// <summary>The most points.</summary>
    public int MaxPoints { get; init; } = 100_000;
}
