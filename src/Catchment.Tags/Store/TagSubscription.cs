namespace Catchment.Tags.Store;

/// <summary>
/// Tells which points have changed since it was asked last. A point that changes several times meanwhile is told once, with its newest value: memory is bounded by the
/// number of points, and what was passed over is counted. For one reader. Source: <c>tags</c> 2.7, 3.3.
/// </summary>
public sealed class TagSubscription : IDisposable
{
    private const int BitsEach = 64;

    private readonly TagStore _store;
    private readonly Func<string, bool> _isWanted;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _news;
    private readonly Queue<DataPoint> _changed = new();
    private ulong[] _waiting = [];
    private bool _isTold;

    internal TagSubscription(TagStore store, Func<string, bool> isWanted, SemaphoreSlim news) => (_store, _isWanted, _news) = (store, isWanted, news);

    /// <summary>Changes that were passed over because a newer one came before they were taken.</summary>
    public long Conflated { get; private set; }

    /// <summary>Points that wait to be taken.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _changed.Count;
        }
    }

    /// <summary>Waits until there is a change that was not told of. After it all have to be taken: the next one is told only then.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public Task WaitAsync(CancellationToken cancellation) => _news.WaitAsync(cancellation);

    /// <summary>Takes a point that has changed, or was registered or unregistered; read it after this call.</summary>
    /// <param name="point">The point.</param>
    /// <returns>False: there is none now.</returns>
    public bool TryTake(out DataPoint point)
    {
        lock (_gate)
        {
            if (!_changed.TryDequeue(out point!))
            {
                _isTold = false;
                return false;
            }

            _waiting[point.Ordinal / BitsEach] &= ~(1UL << (point.Ordinal % BitsEach));
            return true;
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _store.Remove(this);
        // The semaphore is left to the collector: the store may be telling at this moment.
    }

    /// <summary>Whether a key's changes are told.</summary>
    internal bool Wants(string key) => _isWanted(key);

    /// <summary>A point has changed.</summary>
    internal void Offer(DataPoint point)
    {
        lock (_gate)
        {
            var word = point.Ordinal / BitsEach;
            var bit = 1UL << (point.Ordinal % BitsEach);
            if (word >= _waiting.Length)
                Array.Resize(ref _waiting, Math.Max(word + 1, _waiting.Length * 2));
            if ((_waiting[word] & bit) != 0)
            {
                Conflated++;
                return;
            }

            _waiting[word] |= bit;
            _changed.Enqueue(point);
            if (_isTold)
                return;
            _isTold = true;
        }

        if (_news.CurrentCount == 0)
            Release();
    }

    private void Release()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // Told already.
        }
    }
}
