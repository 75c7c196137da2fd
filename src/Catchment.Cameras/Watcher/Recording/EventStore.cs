using System.Runtime.ExceptionServices;
using Catchment.Cameras.Events;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>The indexes and tracking sets on disk.</summary>
public sealed class EventStore : IEventStore, IDisposable
{
    private const int DayLocks = 16;

    private readonly Durability _durability;
    private readonly Lock[] _days = [.. Enumerable.Range(0, DayLocks).Select(_ => new Lock())];
    private readonly Lock _gate = new();
    private readonly Dictionary<EventKey, HashSet<SetWriter>> _writers = [];
    private readonly Dictionary<EventKey, OpenEvent> _open = [];
    private readonly Dictionary<EventKey, int> _abandoned = [];

    /// <summary>Makes the store.</summary>
    /// <param name="folders">The two roots; they exist.</param>
    /// <param name="durability">Whether <see cref="Flush"/> brings rows to the medium.</param>
    public EventStore(EventFolders folders, Durability durability)
    {
        Folders = folders;
        _durability = durability;
    }

    /// <inheritdoc/>
    public EventFolders Folders { get; }

    /// <inheritdoc/>
    ISetWriter? IEventStore.Begin(EventKey key, RecordedEvent what, bool isNew) => Begin(key, what, isNew, out _);

    /// <summary><see cref="IEventStore.Begin"/>; says too whether the index has the event as another view's, which is not touched then.</summary>
    internal OpenEvent? Begin(EventKey key, RecordedEvent what, bool isNew, out bool isForeign)
    {
        lock (DayOf(key.Day))
        {
            isForeign = false;
            if (!MayWrite(key))
                return null;
            var index = Index(key.Day, make: true);
            if (index.Find(key.Id, out var types) is { } listed && (listed.Node != what.Node || listed.View != what.View))
            {
                isForeign = true;
                return null;
            }

            if (isNew && !types.Contains(EventNames.OutpostTracking))
                index.Append(key.Id, what, EventNames.OutpostTracking); // First: a kill in between leaves nothing that no index lists.
            var opened = new OpenEvent(key, Folders.SetOf(key, EventNames.OutpostTracking), _durability, Over);
            if (Add(key, opened))
                return opened;
            opened.Refuse();
            return null;
        }
    }

    /// <inheritdoc/>
    public ISetWriter? OpenSet(EventKey key, string type, bool isContinued = false)
    {
        if (type == EventNames.OutpostTracking)
            throw new ArgumentException("The outpost's own set is written by what the outpost sends.", nameof(type));
        var path = Folders.SetOf(key, type);
        lock (DayOf(key.Day))
        {
            if (!MayWrite(key) || Index(key.Day, make: false) is not { } index || index.Find(key.Id, out var types) is not { } what)
                return null;
            var writer = new SetWriter(path, _durability, closed => Closed(key, closed), isContinued);
            try
            {
                if (!types.Contains(type))
                    index.Append(key.Id, what, type);
                if (Add(key, writer))
                    return writer;
                writer.Refuse();
                return null;
            }
            catch (Exception)
            {
                writer.Close();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public RecordedEvent? FindEvent(EventKey key)
    {
        lock (DayOf(key.Day))
            return Index(key.Day, make: false).Find(key.Id, out _);
    }

    /// <inheritdoc/>
    public int RemoveFromIndex(DateOnly day, IReadOnlySet<string> ids)
    {
        try
        {
            lock (DayOf(day))
                return Index(day, make: false).Remove(ids);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public bool IsOpen(EventKey key)
    {
        lock (_gate)
            return _open.ContainsKey(key);
    }

    /// <inheritdoc/>
    public IDisposable Abandon(EventKey key)
    {
        SetWriter[] writers;
        lock (_gate)
        {
            _abandoned[key] = _abandoned.GetValueOrDefault(key) + 1;
            writers = _writers.Remove(key, out var open) ? [.. open] : [];
            _open.Remove(key);
        }

        foreach (var writer in writers)
            writer.Refuse();
        return new Abandoned(this, key);
    }

    /// <summary>When synced: brings all rows to the medium; to be called about once a second.</summary>
    /// <exception cref="IOException">They could not be flushed.</exception>
    public void Flush()
    {
        if (_durability != Durability.Synced)
            return;
        SetWriter[] writers;
        lock (_gate)
            writers = [.. _writers.Values.SelectMany(w => w)];
        StorageException? failure = null;
        foreach (var writer in writers)
        {
            try
            {
                writer.Flush();
            }
            catch (StorageException e)
            {
                failure ??= e; // The others' rows are brought to the medium all the same.
            }
        }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Closes what is open.</summary>
    public void Dispose()
    {
        SetWriter[] writers;
        lock (_gate)
            writers = [.. _writers.Values.SelectMany(w => w)];
        foreach (var writer in writers)
            writer.Dispose();
    }

    private Lock DayOf(DateOnly day) => _days[day.DayNumber % DayLocks];

    private DayIndexFile Index(DateOnly day, bool make)
    {
        var folder = Folders.CsvOf(day);
        if (make)
            AtomicFolder.Open(folder, _durability).Dispose();
        return new DayIndexFile(folder, _durability);
    }

    private bool MayWrite(EventKey key)
    {
        lock (_gate)
            return !_abandoned.ContainsKey(key);
    }

    private bool Add(EventKey key, SetWriter writer)
    {
        lock (_gate)
        {
            if (_abandoned.ContainsKey(key))
                return false;
            if (!_writers.TryGetValue(key, out var writers))
                _writers.Add(key, writers = []);
            writers.Add(writer);
            if (writer is OpenEvent opened)
                _open[key] = opened;
            return true;
        }
    }

    private void Over(OpenEvent opened)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(opened.Key, out var current) && current == opened)
                _open.Remove(opened.Key);
        }

        Closed(opened.Key, opened);
    }

    private void Closed(EventKey key, SetWriter writer)
    {
        lock (_gate)
        {
            if (_writers.TryGetValue(key, out var writers) && writers.Remove(writer) && writers.Count == 0)
                _writers.Remove(key);
        }
    }

    private void Release(EventKey key)
    {
        lock (_gate)
        {
            var left = _abandoned[key] - 1;
            if (left == 0)
                _abandoned.Remove(key);
            else
                _abandoned[key] = left;
        }
    }

    private sealed class Abandoned(EventStore store, EventKey key) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
                store.Release(key);
        }
    }
}
