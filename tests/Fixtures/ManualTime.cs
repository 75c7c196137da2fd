namespace Catchment.Fixtures;

/// <summary>A clock that moves only when a test moves it, with timers that fire on the way.</summary>
/// <param name="start">Its first time, local.</param>
/// <param name="zone">Its local zone; UTC unless another is given.</param>
internal sealed class ManualTime(DateTime start, TimeZoneInfo? zone = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan? Due, TaskCompletionSource Signal)> _waiting = [];
    private DateTimeOffset _now = new DateTimeOffset(start, (zone ?? TimeZoneInfo.Utc).GetUtcOffset(start)).ToUniversalTime();

    public ManualTime()
        : this(new DateTime(2026, 3, 1, 12, 0, 0))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone { get; } = zone ?? TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Ends as soon as a timer waits that was set to this time from its moment on; null: any timer.</summary>
    public async Task TimerSetAsync(TimeSpan? due)
    {
        TaskCompletionSource signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_timers.Exists(t => due is null || t.Due == due))
            {
                return;
            }

            _waiting.Add((due, signal));
        }

        await signal.Task.WaitAsync(Patience.Limit);
    }

    /// <summary>Waits for a timer and moves the clock to it and no further: what its firing lets others set has a turn of its own, however quick they are.</summary>
    public async Task NextTimerAsync()
    {
        await TimerSetAsync(null);
        TimeSpan left;
        lock (_gate)
        {
            left = _timers.Min(t => t.At) - _now;
        }

        Advance(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Moves the clock and fires what falls due, in order; also what is set meanwhile by whoever it wakes.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset target;
        lock (_gate)
        {
            target = _now + by;
        }

        while (Next(target) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = target;
        }
    }

    /// <summary>Moves the clock at once, as one that was suspended: what fell due meanwhile fires behind it.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
        }

        Advance(TimeSpan.Zero);
    }

    private ManualTimer? Next(DateTimeOffset target)
    {
        lock (_gate)
        {
            ManualTimer? next = _timers.Where(t => t.At <= target).MinBy(t => t.At);
            if (next is null)
            {
                return null;
            }

            _now = next.At > _now ? next.At : _now;
            if (next.Period > TimeSpan.Zero)
            {
                next.At += next.Period;
            }
            else
            {
                _timers.Remove(next);
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset At { get; set; }

        public TimeSpan Due { get; private set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                Due = dueTime;
                Period = period;
                At = time._now + dueTime;
                time._timers.Add(this);
                foreach ((TimeSpan? due, TaskCompletionSource signal) in time._waiting.Where(w => w.Due is null || w.Due == dueTime).ToArray())
                {
                    time._waiting.Remove((due, signal));
                    signal.TrySetResult();
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
