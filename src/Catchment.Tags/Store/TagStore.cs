using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Store;

/// <summary>
/// The live store. Readers take no lock; all writes go one path, one after another; whoever wants to know of changes is told at once. Registrations are durable before they
/// are seen. Source: <c>tags</c> 2.
/// </summary>
/// <remarks>Lock order: registration, then write. What makes a registration durable runs under the first only, so that writes to known keys never wait for a disk.</remarks>
public sealed partial class TagStore
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaxKeyLength = 1024;

    /// <summary>The longest text or JSON, in bytes of UTF-8. The sync takes shorter ones only; clients of the original may send 100 KB.</summary>
    public const int MaxTextBytes = 1 << 20;

    // A time that is given may be ahead of this computer's clock by so much; further on it is a mistake, and now is taken.
    private const double MostAhead = 300;

    // Under the write lock: writers wait for no more than some of a hundred thousand.
    private const int PointsAtOnce = 1024;

    private readonly TagStoreSettings _settings;
    private readonly TimeProvider _time;
    private readonly IPointJournal? _journal;
    private readonly ILogger _logger;
    private readonly Lock _registering = new();
    private readonly Lock _writing = new();
    private readonly PointIndex _index = new();
    private readonly AddressSpace _addresses = new();
    private readonly HistoryBudget _budget;
    private TagSubscription[] _subscriptions = [];
    private ITagObserver[] _observers = [];
    private long _version;
    private long _historyEntries;
    private long _writes;

    /// <summary>An empty store.</summary>
    /// <param name="settings">What it runs with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="journal">Makes registrations durable; null: nothing outlives the process.</param>
    /// <param name="logger">Told when an observer fails.</param>
    public TagStore(TagStoreSettings settings, TimeProvider time, IPointJournal? journal, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _time, _journal, _logger) = (settings, time, journal, logger);
        _budget = new HistoryBudget(settings.HistoryBytes);
    }

    /// <summary>Rises with every write and registration: what was read at one version is still true at the same.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Rises with every registration and removal.</summary>
    public long MembershipVersion => _index.Version;

    /// <summary>All points, in the order of their registration; a picture of one moment.</summary>
    public IReadOnlyList<DataPoint> Points => _index.Points;

    /// <summary>How many points there are.</summary>
    public int Count => _index.Count;

    /// <summary>Writes that were taken since the start.</summary>
    public long Writes => Volatile.Read(ref _writes);

    /// <summary>Entries of all histories.</summary>
    public long HistoryEntries => Volatile.Read(ref _historyEntries);

    /// <summary>Memory that histories take, in bytes.</summary>
    public long HistoryBytes => _budget.Used;

    /// <summary>What becomes of writes to unknown keys.</summary>
    public UnknownKeys UnknownKeys => _settings.UnknownKeys;

    /// <summary>Finds a point.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="point">The point.</param>
    public bool TryGet(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out DataPoint point) => _index.TryGet(key, out point);

    /// <summary>Finds a point without making a text of its key.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="point">The point.</param>
    public bool TryGet(ReadOnlySpan<char> key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out DataPoint point) => _index.TryGet(key, out point);

    /// <summary>Finds a point by its id.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="point">The point.</param>
    public bool TryGet(Guid id, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out DataPoint point) => _index.TryGet(id, out point);

    /// <summary>The point that an address leads to; null: none.</summary>
    /// <param name="address">The address.</param>
    public DataPoint? AtAddress(long address)
    {
        lock (_writing)
            return _addresses.At(address);
    }

    /// <summary>How many addresses lead to points.</summary>
    public int AddressCount
    {
        get
        {
            lock (_writing)
                return _addresses.Count;
        }
    }

    /// <summary>The highest address in use; null: none is.</summary>
    public long? HighestAddress
    {
        get
        {
            lock (_writing)
                return _addresses.Highest;
        }
    }

    /// <summary>The ranges of automatic addresses.</summary>
    public IReadOnlyList<AddressRange> AddressRanges
    {
        get
        {
            lock (_writing)
                return _addresses.Ranges();
        }
    }

    /// <summary>The last writes of a point, oldest first.</summary>
    /// <param name="point">The point.</param>
    /// <param name="limit">How many at most.</param>
    public IReadOnlyList<HistoryEntry> History(DataPoint point, int limit = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(point);
        lock (_writing)
            return point.History.Last(limit);
    }

    /// <summary>The writes of a point in a span of time that are kept, in the order of their times.</summary>
    /// <param name="point">The point.</param>
    /// <param name="from">The earliest, in Unix seconds.</param>
    /// <param name="to">The latest, in Unix seconds.</param>
    /// <param name="isBackward">From the latest on; else from the earliest on.</param>
    /// <param name="limit">How many at most, the first in that order.</param>
    public IReadOnlyList<HistoryEntry> History(DataPoint point, double from, double to, bool isBackward, int limit)
    {
        ArgumentNullException.ThrowIfNull(point);
        lock (_writing)
            return point.History.Between(from, to, isBackward, limit);
    }

    /// <summary>Past writes that are kept of each point at most; 0: none.</summary>
    public int HistorySize => _settings.HistorySize;

    /// <summary>How many points have a history.</summary>
    public int PointsWithHistory
    {
        get
        {
            lock (_writing)
                return _index.Points.Count(static point => point.History.Count > 0);
        }
    }

    /// <summary>Begins to watch changes of value or quality, registrations and removals. What changed before is not told.</summary>
    /// <param name="isWanted">Which keys.</param>
    public TagSubscription Subscribe(Func<string, bool> isWanted) => Subscribe(isWanted, new SemaphoreSlim(0, 1));

    /// <summary>Begins to watch the changes of some keys, registered or not.</summary>
    /// <param name="keys">The keys.</param>
    public TagSubscription Subscribe(IReadOnlySet<string> keys) => Subscribe(keys, new SemaphoreSlim(0, 1));

    /// <summary>The same; several subscriptions of one reader share their news.</summary>
    internal TagSubscription Subscribe(Func<string, bool> isWanted, SemaphoreSlim news)
    {
        var subscription = Begin(isWanted, news);
        // Asked without the lock: a hundred thousand keys and somebody's many prefixes would keep every writer waiting.
        Watch(_index.Points.Where(point => subscription.Wants(point.Key)), subscription);
        return subscription;
    }

    /// <summary>The same; several subscriptions of one reader share their news.</summary>
    internal TagSubscription Subscribe(IReadOnlySet<string> keys, SemaphoreSlim news)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var subscription = Begin(keys.Contains, news);
        Watch(keys.Select(key => _index.TryGet(key, out var point) ? point : null).OfType<DataPoint>(), subscription);
        return subscription;
    }

    /// <summary>The same, for keys that change: <see cref="TagSubscription.Review"/> is called for each that comes or goes.</summary>
    /// <param name="keys">The keys at this moment.</param>
    /// <param name="isWanted">Whether a key is one of them at any moment.</param>
    /// <param name="isEach">Whether each change of a key is wanted.</param>
    /// <param name="news">Released when there is something to take.</param>
    internal TagSubscription Subscribe(IEnumerable<string> keys, Func<string, bool> isWanted, Func<string, bool> isEach, SemaphoreSlim news)
    {
        var subscription = Begin(isWanted, news, isEach);
        Watch(keys.Select(key => _index.TryGet(key, out var point) ? point : null).OfType<DataPoint>(), subscription);
        return subscription;
    }

    /// <summary>Watches a key's point for a subscription, or watches it no longer, as it is wanted now.</summary>
    internal void Watch(TagSubscription subscription, string key)
    {
        lock (_writing)
        {
            if (!_index.TryGet(key, out var point))
                return;
            var isWatched = Array.IndexOf(point.Subscriptions, subscription) >= 0;
            if (!subscription.Wants(key))
            {
                if (isWatched)
                    point.Subscriptions = [.. point.Subscriptions.Where(one => one != subscription)];
                return;
            }

            if (!isWatched)
                point.Subscriptions = [.. point.Subscriptions, subscription];
            subscription.Offer(point);
        }
    }

    /// <summary>Shows every write to an observer from now on.</summary>
    /// <param name="observer">Who sees them.</param>
    /// <returns>Ends it.</returns>
    public IDisposable Observe(ITagObserver observer)
    {
        lock (_writing)
            _observers = [.. _observers, observer];
        return new Observation(this, observer);
    }

    /// <summary>Ends a subscription.</summary>
    internal void Remove(TagSubscription subscription)
    {
        lock (_writing)
            _subscriptions = [.. _subscriptions.Where(one => one != subscription)];
        foreach (var some in _index.Points.Chunk(PointsAtOnce))
        {
            lock (_writing)
            {
                foreach (var point in some)
                {
                    if (Array.IndexOf(point.Subscriptions, subscription) >= 0)
                        point.Subscriptions = [.. point.Subscriptions.Where(one => one != subscription)];
                }
            }
        }
    }

    /// <summary>What is registered from now on is watched.</summary>
    private TagSubscription Begin(Func<string, bool> isWanted, SemaphoreSlim news, Func<string, bool>? isEach = null)
    {
        var subscription = new TagSubscription(this, isWanted, news, isEach);
        lock (_writing)
            _subscriptions = [.. _subscriptions, subscription];
        return subscription;
    }

    private void Watch(IEnumerable<DataPoint> points, TagSubscription subscription)
    {
        foreach (var some in points.Chunk(PointsAtOnce))
        {
            lock (_writing)
            {
                foreach (var point in some)
                {
                    if (Array.IndexOf(point.Subscriptions, subscription) < 0)
                        point.Subscriptions = [.. point.Subscriptions, subscription];
                }
            }
        }
    }

    private double Now() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    [LoggerMessage(Level = LogLevel.Error, Message = "An observer of the store failed at {Key}")]
    private static partial void LogObserver(ILogger logger, Exception exception, string key);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Key} and {Others} more could not be registered durably")]
    private static partial void LogNotDurable(ILogger logger, Exception exception, string key, int others);

    private sealed class Observation(TagStore store, ITagObserver observer) : IDisposable
    {
        public void Dispose()
        {
            lock (store._writing)
                store._observers = [.. store._observers.Where(one => one != observer)];
        }
    }
}
