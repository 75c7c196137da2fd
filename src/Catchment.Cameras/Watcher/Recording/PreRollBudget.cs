namespace Catchment.Cameras.Watcher.Recording;

/// <summary>
/// The memory that the past of all views takes together. Each view has a share of it for certain: one that sends large pictures, or many,
/// does not cost the others theirs.
/// </summary>
/// <param name="bytes">The most.</param>
internal sealed class PreRollBudget(long bytes)
{
    private long _used;
    private int _views;

    /// <summary>Bytes that are in use.</summary>
    internal long Used => Interlocked.Read(ref _used);

    /// <summary>More is used than may be.</summary>
    internal bool IsExceeded => Used > bytes;

    /// <summary>What each view may keep in any case.</summary>
    internal long Share => bytes / Math.Max(1, Volatile.Read(ref _views));

    /// <summary>There is one more view.</summary>
    internal void Join() => Interlocked.Increment(ref _views);

    internal void Take(long memory) => Interlocked.Add(ref _used, memory);

    internal void GiveBack(long memory) => Interlocked.Add(ref _used, -memory);
}
