namespace Catchment.Files.Catalog;

/// <summary>
/// A number that many may ask for and that costs a walk over much: counted once for all who ask at the same time, and not again before a
/// while, which is the longer the more it cost.
/// </summary>
/// <typeparam name="T">What is counted.</typeparam>
/// <param name="least">It is not counted again before this time.</param>
/// <param name="time">The clock.</param>
internal sealed class Remembered<T>(TimeSpan least, TimeProvider time) : IDisposable
    where T : class
{
    /// <summary>A twentieth of a core at most.</summary>
    private const int Share = 20;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private T? _value;
    private long _counted;
    private TimeSpan _lasts;

    /// <summary>Has it counted anew by the next who asks.</summary>
    public void Forget() => _lasts = TimeSpan.Zero;

    /// <summary>The number, as it is or was a moment ago.</summary>
    public async Task<T> AskAsync(Func<Task<T>> count, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_value is { } known && time.GetElapsedTime(_counted) < _lasts)
                return known;
            var began = time.GetTimestamp();
            _value = await count().ConfigureAwait(false);
            _counted = time.GetTimestamp();
            var cost = time.GetElapsedTime(began) * Share;
            _lasts = cost > least ? cost : least;
            return _value;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();
}
