namespace Catchment.Files.Catalog;

/// <summary>
/// A number that many may ask for and that costs a walk over much: counted once for all who ask at the same time, and not again before a
/// while, which is the longer the more it cost, up to a minute.
/// </summary>
/// <typeparam name="T">What is counted.</typeparam>
/// <param name="least">It is not counted again before this time.</param>
/// <param name="time">The clock.</param>
internal sealed class Remembered<T>(TimeSpan least, TimeProvider time) : IDisposable
    where T : class
{
    /// <summary>A twentieth of a core at most.</summary>
    private const int Share = 20;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private T? _value;
    private long _counted;
    private TimeSpan _lasts;

    /// <summary>Has it counted anew by the next who asks.</summary>
    public void Forget() => _lasts = TimeSpan.Zero;

    /// <summary>The number, as it is or was a moment ago.</summary>
    /// <param name="count">Counts it, and tells what that cost.</param>
    /// <param name="cancellation">Ends the wait for others who count.</param>
    public async Task<T> AskAsync(Func<Task<(T Value, TimeSpan Cost)>> count, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_value is { } known && time.GetElapsedTime(_counted) < _lasts)
                return known;
            var (value, cost) = await count().ConfigureAwait(false);
            (_value, _counted) = (value, time.GetTimestamp());
            _lasts = TimeSpan.FromTicks(Math.Clamp(cost.Ticks * Share, least.Ticks, Longest.Ticks));
            return value;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
