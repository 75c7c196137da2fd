using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>The key <c>sync.buffer</c>: what waits while the gateway is away. Source: <c>tags</c> 11 (FE8).</summary>
public sealed record SyncBufferOptions
{
    /// <summary>The file; null: in the state folder.</summary>
    [Setting("file", Description = "File of the values that wait; its segments have its name and a number. Null for one in the state folder.", IsPath = true, DefaultText = "buffer in the sync's state folder")]
    public string? File { get; init; }

    /// <summary>The most values that wait; 0: none.</summary>
    [Setting("max_entries", Description = "The most values that wait; beyond, the oldest are dropped and counted. 0 for no buffer.", Min = 0, Max = 100_000_000)]
    public int MaxEntries { get; init; } = 100_000;

    /// <summary>The most bytes that wait.</summary>
    [Setting("max_bytes", Description = "The most bytes of values that wait.", Min = 1_048_576)]
    public ByteSize MaxBytes { get; init; } = ByteSize.FromMebibytes(64);

    /// <summary>How long a value waits at most.</summary>
    [Setting("max_age", Description = "How long a value waits at most.", Min = 1)]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);
}
