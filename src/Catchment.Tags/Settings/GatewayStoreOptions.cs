using Catchment.Core.Configuration;
using Catchment.Tags.Store;

namespace Catchment.Tags.Settings;

/// <summary>The group <c>gateway.store</c>. Source: <c>tags</c> 2, 13.</summary>
public sealed record GatewayStoreOptions
{
    /// <summary>What becomes of writes to unknown keys.</summary>
    [Setting("unknown_keys", Description = "What a write to a key that is not registered does: register it, be ignored and yet answered with ok, or be rejected.")]
    public UnknownKeys UnknownKeys { get; init; } = UnknownKeys.Register;

    /// <summary>Entries of history per point.</summary>
    [Setting("history_size", Description = "Past writes that are kept of each point; 0 for none.", Min = 0, Max = 1_000_000)]
    public int HistorySize { get; init; } = 1000;

    /// <summary>Memory of all histories together.</summary>
    [Setting("history_mib", Description = "Memory that the histories of all points may take together; where it is used up, the oldest writes go sooner.", Min = 0, Max = 65_536, Unit = "MiB")]
    public int HistoryMib { get; init; } = 64;

    /// <summary>When a point that nobody writes becomes UNCERTAIN.</summary>
    [Setting("stale_after_seconds", Description = "A point that nobody has written for so long becomes UNCERTAIN; 0 for never.", Min = 0, Max = 31_536_000, Unit = "seconds")]
    public double StaleAfterSeconds { get; init; }

    /// <summary>The most points.</summary>
    [Setting("max_points", Description = "The most points that the store takes.", Min = 1, Max = 10_000_000)]
    public int MaxPoints { get; init; } = 100_000;

    /// <summary>Whether last values outlive a restart.</summary>
    [Setting("persist_values", Description = "Whether last values are saved every second and come back, as UNCERTAIN, after a restart.")]
    public bool PersistValues { get; init; } = true;

    /// <summary>The file of what outlives a restart; empty: nothing does; null: <c>gateway.db</c> in the state folder.</summary>
    [Setting("path", Description = "SQLite file of registrations, mappings, configuration and last values; an empty text keeps them in memory only.", IsPath = true, DefaultText = "gateway.db in the service's state folder", Example = "/var/lib/catchment/gateway.db")]
    public string? Path { get; init; }

    /// <summary>Points that are recorded in the telemetry, by patterns of keys.</summary>
    [Setting("record", Description = "Points that are recorded in the telemetry: patterns of keys, with * for any characters and ? for one; the first that fits counts. Only in a node that follows telemetry.")]
    public IReadOnlyDictionary<string, RecordOptions> Record { get; init; } = new Dictionary<string, RecordOptions>(StringComparer.Ordinal);
}
