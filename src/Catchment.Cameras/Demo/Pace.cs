namespace Catchment.Cameras.Demo;

/// <summary>Keeps a node to its rate: each frame has its time, and one that is late does not delay those after it.</summary>
internal sealed class Pace
{
    /// <summary>Who is further behind than this, because the hub was away, goes on from now instead of catching up.</summary>
    private static readonly TimeSpan MostBehind = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly TimeSpan? _period;
    private readonly long _began;
    private TimeSpan _due;

    /// <summary>Begins.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="period">From frame to frame; null: as fast as it goes.</param>
    /// <param name="first">The first frame's time, from now.</param>
    internal Pace(TimeProvider time, TimeSpan? period, TimeSpan first)
    {
        _time = time;
        _period = period;
        _due = first;
        _began = time.GetTimestamp();
    }

    /// <summary>Waits for the next frame's time.</summary>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    internal void Wait(CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        if (_period is not { } period)
            return;
        var now = _time.GetElapsedTime(_began);
        if (now - _due > MostBehind)
            _due = now;
        var left = _due - now;
        _due += period;
        if (left <= TimeSpan.Zero)
            return;
        using var signal = new ManualResetEventSlim();
        using var timer = _time.CreateTimer(static s => ((ManualResetEventSlim)s!).Set(), signal, left, Timeout.InfiniteTimeSpan);
        signal.Wait(stopping);
    }
}
