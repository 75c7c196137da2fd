namespace Catchment.Cameras.Retention;

/// <summary>
/// Lets only so many frames leave in a second. Removing many files at once makes ext4 slow to create others nearby for
/// minutes, and storing comes first.
/// </summary>
/// <param name="perSecond">The most in a second; 0: as many as the disk can.</param>
/// <param name="time">The clock that is waited by.</param>
internal sealed class RemovalPace(int perSecond, TimeProvider time)
{
    private const int SlicesPerSecond = 10;

    private readonly int _slice = Math.Max(1, perSecond / SlicesPerSecond);
    private long _began = time.GetTimestamp();
    private int _left;

    /// <summary>A frame left: waits, when it was too soon.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal void Step(CancellationToken stop)
    {
        if (perSecond == 0 || ++_left < _slice)
            return;
        var due = TimeSpan.FromSeconds((double)_left / perSecond) - time.GetElapsedTime(_began);
        if (due > TimeSpan.Zero)
            Task.Delay(due, time, stop).GetAwaiter().GetResult(); // The retention's thread has nothing else to do.
        _left = 0;
        _began = time.GetTimestamp();
    }
}
