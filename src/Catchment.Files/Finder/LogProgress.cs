namespace Catchment.Files.Finder;

/// <summary>How many paths of a transfer log are not settled. Thread-safe.</summary>
internal sealed class LogProgress
{
    private int _left;

    /// <summary>All are settled.</summary>
    internal bool IsSettled => Volatile.Read(ref _left) == 0;

    /// <summary>A path that has to be settled.</summary>
    internal void Add() => Interlocked.Increment(ref _left);

    /// <summary>One is.</summary>
    internal void Settle() => Interlocked.Decrement(ref _left);
}
