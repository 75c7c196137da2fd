namespace Catchment.Cameras.Watcher.Recording;

/// <summary>The memory that the past of all views takes together.</summary>
/// <param name="bytes">The most.</param>
internal sealed class PreRollBudget(long bytes)
{
    private long _used;

    /// <summary>More is used than may be.</summary>
    internal bool IsExceeded => Interlocked.Read(ref _used) > bytes;

    internal void Take(long memory) => Interlocked.Add(ref _used, memory);

    internal void GiveBack(long memory) => Interlocked.Add(ref _used, -memory);
}
