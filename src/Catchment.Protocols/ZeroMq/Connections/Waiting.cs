namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>Arithmetic of waiting with a time-out that may be infinite.</summary>
internal static class Waiting
{
    /// <summary>What is left of a time-out; zero when it is over, <see cref="Timeout.InfiniteTimeSpan"/> when there is none.</summary>
    public static TimeSpan Left(TimeProvider time, long since, TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return timeout;
        var left = timeout - time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
