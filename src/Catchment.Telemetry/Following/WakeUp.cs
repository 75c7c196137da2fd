namespace Catchment.Telemetry.Following;

/// <summary>Wakes the one thread that waits, before its time.</summary>
/// <param name="time">The clock of its waits.</param>
internal sealed class WakeUp(TimeProvider time)
{
    private volatile TaskCompletionSource _signal = New();

    /// <summary>There is something to look at.</summary>
    internal void Set() => _signal.TrySetResult();

    /// <summary>Waits for <see cref="Set"/>, no longer than a time. What there is to look at is looked at behind it.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal void Wait(TimeSpan most, CancellationToken stopping)
    {
        var signal = _signal.Task;
        signal.WaitAsync(most, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        stopping.ThrowIfCancellationRequested();
        if (signal.IsCompleted)
            _signal = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
