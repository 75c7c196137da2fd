namespace Catchment.Tags.Poller.Reading;

/// <summary>When to ask again what did not answer: after one scan, then twice as long each time, up to a limit. For one thread at a time.</summary>
internal sealed class Backoff
{
    private const int MostDoublings = 20;

    private int _failures;
    private TimeSpan _until;

    /// <summary>Whether it did not answer the last time.</summary>
    internal bool IsOpen => _failures > 0;

    /// <summary>Whether it may be asked.</summary>
    /// <param name="now">The time since the poller's start.</param>
    internal bool IsDue(TimeSpan now) => now >= _until;

    /// <summary>It answered.</summary>
    internal void Reset() => (_failures, _until) = (0, default);

    /// <summary>It did not answer.</summary>
    /// <param name="now">When it was asked, since the poller's start.</param>
    /// <param name="scan">From one scan to the next, the least wait.</param>
    /// <param name="limit">The longest wait, if it is longer than a scan.</param>
    internal void Fail(TimeSpan now, TimeSpan scan, TimeSpan limit)
    {
        var wait = scan * (1 << Math.Min(_failures, MostDoublings));
        limit = limit > scan ? limit : scan;
        _failures++;
        _until = now + (wait < limit ? wait : limit);
    }
}
