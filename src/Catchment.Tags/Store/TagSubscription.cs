namespace Catchment.Tags.Store;

/// <summary>
/// Tells which points have changed since it was asked last. A point that changes several times meanwhile is told once, with its newest value: memory is bounded by the
/// number of points, and what was passed over is counted. Of some points each change may be wanted, with what the point had then: so many wait, and more become one. For
/// one reader. Source: <c>tags</c> 2.7, 3.3.
/// </summary>
public sealed class TagSubscription : IDisposable
{
    private const int BitsEach = 64;
    private const int MostStates = 65_536;

    private readonly TagStore _store;
    private readonly Func<string, bool> _isWanted;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _news;
    private readonly Func<string, bool>? _isEach;
    private readonly Queue<DataPoint> _changed = new();
    private readonly Queue<(DataPoint Point, PointState State)> _states = new();
    private ulong[] _waiting = [];
    private bool _isTold;

    internal TagSubscription(TagStore store, Func<string, bool> isWanted, SemaphoreSlim news, Func<string, bool>? isEach = null) =>
        (_store, _isWanted, _news, _isEach) = (store, isWanted, news, isEach);

    /// <summary>Changes that were passed over because a newer one came before they were taken.</summary>
    public long Conflated { get; private set; }

    /// <summary>Points that wait to be taken.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _changed.Count + _states.Count;
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
                _isTold = _states.Count > 0;
                return false;
            }

            _waiting[point.Ordinal / BitsEach] &= ~(1UL << (point.Ordinal % BitsEach));
            return true;
        }
    }

    /// <summary>Takes a change: of points of which each is wanted the oldest, with what it had then; of others as the newest.</summary>
    /// <param name="point">The point.</param>
    /// <param name="state">What it had; null: it is to be read after this call.</param>
    /// <returns>False: there is none now.</returns>
    internal bool TryTake(out DataPoint point, out PointState? state)
    {
        lock (_gate)
        {
            if (_states.TryDequeue(out var change))
            {
                (point, state) = change;
                return true;
            }

            // Only then: what became one is not older than what waited one by one.
            state = null;
            return TryTake(out point);
        }
    }

    /// <summary>What is wanted has changed where a key is concerned: its point is watched from now on, and told of once, or watched no longer.</summary>
    internal void Review(string key) => _store.Watch(this, key);

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _store.Remove(this);
        // The semaphore is left to the collector: the store may be telling at this moment.
    }

    /// <summary>Whether a key's changes are told.</summary>
    internal bool Wants(string key) => _isWanted(key);

    /// <summary>A point has changed; under the store's lock.</summary>
    internal void Offer(DataPoint point)
    {
        lock (_gate)
        {
            if (_isEach is not null && _states.Count < MostStates && _isEach(point.Key))
                _states.Enqueue((point, point.Present));
            else if (!TryNote(point))
                return;
            if (_isTold)
                return;
            _isTold = true;
        }

        if (_news.CurrentCount == 0)
            Release();
    }

    private bool TryNote(DataPoint point)
    {
        var word = point.Ordinal / BitsEach;
        var bit = 1UL << (point.Ordinal % BitsEach);
        if (word >= _waiting.Length)
            Array.Resize(ref _waiting, Math.Max(word + 1, _waiting.Length * 2));
        if ((_waiting[word] & bit) != 0)
        {
            Conflated++;
            return false;
        }

        _waiting[word] |= bit;
        _changed.Enqueue(point);
        return true;
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
