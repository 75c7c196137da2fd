namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>Keeps copying to so many bytes in a second.</summary>
/// <param name="bytesPerSecond">The rate, 1 or more; null: no limit.</param>
/// <param name="clock">The clock.</param>
internal sealed class RateLimit(long? bytesPerSecond, TimeProvider clock)
{
    private const int LargestPart = 1 << 20;
    private const int SmallestPart = 4096;
    private const int PartsPerSecond = 10;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1); // A timer takes no more than 49.
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(1.0 / PartsPerSecond);

    private readonly long _began = clock.GetTimestamp();
    private TimeSpan _due; // since it began: when what was taken so far may be over

    /// <summary>Bytes to take at a time, so that it is no stop-and-go.</summary>
    internal int Part { get; } = bytesPerSecond is { } rate ? (int)Math.Clamp(rate / PartsPerSecond, SmallestPart, LargestPart) : LargestPart;

    /// <summary>Waits until bytes that were moved fit the rate.</summary>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    internal void Take(long bytes, CancellationToken stop)
    {
        if (bytesPerSecond is not { } rate)
            return;
        var now = clock.GetElapsedTime(_began);
        _due = (_due < now - Burst ? now - Burst : _due) + TimeSpan.FromSeconds((double)bytes / rate); // what was not used before does not count
        for (var left = _due - now; left > TimeSpan.Zero; left -= LongestWait)
            Task.Delay(left < LongestWait ? left : LongestWait, clock, stop).GetAwaiter().GetResult();
    }
}
