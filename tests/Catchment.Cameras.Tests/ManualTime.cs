namespace Catchment.Cameras.Tests;

/// <summary>A clock that a test sets; its zone is UTC unless another is given.</summary>
public sealed class ManualTime(DateTime local, TimeZoneInfo? zone = null) : TimeProvider
{
    private readonly Lock _lock = new();
    private DateTimeOffset _now = new(local, (zone ?? TimeZoneInfo.Utc).GetUtcOffset(local));

    public override TimeZoneInfo LocalTimeZone { get; } = zone ?? TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now.ToUniversalTime();
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan span)
    {
        lock (_lock)
            _now += span;
    }
}
