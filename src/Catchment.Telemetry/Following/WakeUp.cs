namespace Catchment.Telemetry.Following;

/// <summary>Wakes the one thread that waits, before its time.</summary>
/// <param name="time">The clock of its waits.</param>
internal sealed class WakeUp(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0);

    /// <summary>There is something to look at.</summary>
    internal void Set()
    {
        // Two at once leave one signal too many, which wakes once for nothing.
        if (_signal.CurrentCount == 0)
            _signal.Release();
    }

    /// <summary>Waits for <see cref="Set"/>, no longer than a time.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal void Wait(TimeSpan most, CancellationToken stopping)
    {
        using var timer = time.CreateTimer(static state => ((WakeUp)state!).Set(), this, most, Timeout.InfiniteTimeSpan);
        _signal.Wait(stopping);
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();
}
