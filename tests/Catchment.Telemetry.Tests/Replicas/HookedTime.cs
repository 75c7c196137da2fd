namespace Catchment.Telemetry.Tests.Replicas;

/// <summary>A clock whose waits are over at once, and at each of which something happens.</summary>
/// <param name="hook">What happens.</param>
internal sealed class HookedTime(Action hook) : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        hook();
        Interlocked.Add(ref _ticks, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
