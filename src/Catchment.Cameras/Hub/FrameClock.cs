namespace Catchment.Cameras.Hub;

/// <summary>
/// The time of reception of each frame: local time to the microsecond, and no two frames alike, so that two frames of one
/// camera never want the same name. When more than one frame comes within a microsecond, the later ones are
/// stamped a microsecond later each; a clock that is set back is followed.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class FrameClock(TimeProvider time)
{
    /// <summary>How far the stamps may run ahead of the clock before it must have been set back.</summary>
    private const long MaxAhead = TimeSpan.TicksPerMillisecond * 10;

    private long _last;

    /// <summary>The next stamp.</summary>
    public DateTime Next()
    {
        var now = Now();
        while (true)
        {
            var last = Volatile.Read(ref _last);
            if (last - now > MaxAhead)
                now = Now(); // A thread that stood still for long after its look at the clock has not set it back.
            var next = now > last || last - now > MaxAhead ? now : last + TimeSpan.TicksPerMicrosecond;
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return new DateTime(next, DateTimeKind.Unspecified);
        }
    }

    private long Now()
    {
        var now = time.GetLocalNow().Ticks;
        return now - (now % TimeSpan.TicksPerMicrosecond);
    }
}
