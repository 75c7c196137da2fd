using System.Threading.Channels;
using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Journal;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Deleting;

/// <summary>
/// Deletes events: a wish is noted durably before it is acknowledged; then one worker takes an event's rows out of the index, removes its
/// tracking sets and its pictures, tells the sentinels, and crosses the wish out. Each step can be done twice, so a process that is
/// killed between any two of them goes on where it was.
/// </summary>
/// <remarks>Source: the camera specification, 10.7.</remarks>
internal sealed partial class EventDeleter : IDisposable
{
    /// <summary>The most deletions that may wait.</summary>
    internal const int MostWaiting = 50_000;

    /// <summary>The journal's file in the state folder.</summary>
    internal const string JournalName = "deletions.log";

    private const string Trouble = "deleting";
    private const int MostAtOnce = 256; // Of one day: its folder is read once for all of them.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly WatcherRoom _room;
    private readonly IEventLocks _locks;
    private readonly Action<EventKey> _alert;
    private readonly WorkJournal _journal;
    private readonly Lock _gate = new();
    private readonly Dictionary<EventKey, WorkItem> _waiting = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Opens the journal; what it holds is deleted as soon as <see cref="RunAsync"/> runs.</summary>
    /// <param name="room">The watcher.</param>
    /// <param name="locks">Which events must not be deleted.</param>
    /// <param name="alert">Tells the sentinels that an event is gone; must not throw.</param>
    /// <exception cref="IOException">The journal cannot be opened.</exception>
    internal EventDeleter(WatcherRoom room, IEventLocks locks, Action<EventKey> alert)
    {
        _room = room;
        _locks = locks;
        _alert = alert;
        _journal = WorkJournal.Open(room.State, JournalName, room.Settings.Options.Durability);
        foreach (var item in _journal.Items)
        {
            if (TryRead(item.Text, out var key) && _waiting.TryAdd(key, item))
                continue;
            _journal.End(item);
        }
    }

    /// <summary>An event as the journal has it.</summary>
    internal static string Note(EventKey key) => $"{EventNames.Text(key.Day)} {key.Id}";

    /// <summary>Reads an event of the journal.</summary>
    internal static bool TryRead(string text, out EventKey key)
    {
        key = default;
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0 || !EventNames.TryParseDay(text.AsSpan(0, blank), out var day) || !EventNames.IsId(text.AsSpan(blank + 1)))
            return false;
        key = new EventKey(day, text[(blank + 1)..]);
        return true;
    }

    /// <summary>Accepts an event for deletion. Safe for many threads at once; waits for no deletion.</summary>
    internal DeletionAnswer Accept(EventKey key)
    {
        try
        {
            if (_locks.IsLocked(key))
                return DeletionAnswer.Locked;
        }
        catch (IOException)
        {
            return DeletionAnswer.LocksUnreadable;
        }

        lock (_gate)
        {
            if (_waiting.ContainsKey(key))
                return DeletionAnswer.Queued;
            if (_waiting.Count >= MostWaiting)
                return DeletionAnswer.TooMany;
            try
            {
                _waiting.Add(key, _journal.Add(Note(key)));
            }
            catch (IOException e)
            {
                _room.Context.Degrade(Trouble, e.Message);
                return DeletionAnswer.NotNoted;
            }
        }

        _wake.Writer.TryWrite(true);
        return DeletionAnswer.Queued;
    }

    /// <summary>Deletes what is accepted until it is asked to stop; what is left is deleted by the next start.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        var resting = new HashSet<DateOnly>(); // Days that refused: tried again after the pause, and hold up no other until then.
        var pause = ShortestPause;
        Task? rest = null;
        Task woken = _wake.Reader.WaitToReadAsync(stopping).AsTask();
        try
        {
            while (true)
            {
                DeleteAll(resting, stopping);
                if (resting.Count == 0)
                {
                    (rest, pause) = (null, ShortestPause);
                }
                else if (rest is null)
                {
                    rest = Task.Delay(pause, _room.Context.Time, stopping);
                    pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
                }

                await (rest is null ? woken : Task.WhenAny(woken, rest));
                stopping.ThrowIfCancellationRequested();
                if (woken.IsCompleted)
                {
                    _wake.Reader.TryRead(out _);
                    woken = _wake.Reader.WaitToReadAsync(stopping).AsTask();
                }

                if (rest is not { IsCompleted: true })
                    continue;
                resting.Clear();
                rest = null;
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    /// <summary>Deletes what waits, day by day.</summary>
    /// <param name="resting">Days that are left alone; takes those whose events could not be deleted now.</param>
    /// <param name="stopping">Ends it.</param>
    private void DeleteAll(HashSet<DateOnly> resting, CancellationToken stopping)
    {
        while (NextOfOneDay(resting) is { Count: > 0 } events)
        {
            stopping.ThrowIfCancellationRequested();
            var day = events[0].Key.Day;
            try
            {
                Delete(day, events, stopping);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                resting.Add(day);
                _room.Metrics.Failed(WatcherError.Delete);
                _room.Context.Degrade(Trouble, $"Events of {EventNames.Text(day)} cannot be deleted and are tried again: {e.Message}");
            }
        }

        if (resting.Count == 0)
            _room.Context.Recover(Trouble);
    }

    private List<KeyValuePair<EventKey, WorkItem>> NextOfOneDay(HashSet<DateOnly> but)
    {
        lock (_gate)
        {
            var first = _waiting.Where(w => !but.Contains(w.Key.Day)).Select(w => w.Key).FirstOrDefault();
            return first.Id is null ? [] : [.. _waiting.Where(w => w.Key.Day == first.Day).Take(MostAtOnce)];
        }
    }

    private void Delete(DateOnly day, List<KeyValuePair<EventKey, WorkItem>> events, CancellationToken stopping)
    {
        var deleted = new List<(EventKey Key, WorkItem Item)>();
        var abandoned = new List<IDisposable>();
        try
        {
            foreach (var (key, item) in events)
            {
                // Locked since it was accepted: kept, unless its rows may be gone from the index already, also by an attempt that failed.
                if (!item.HasBegun && _locks.IsLocked(key))
                {
                    _room.Metrics.Failed(WatcherError.Locked);
                    LogLocked(_room.Context.Logger, key);
                    CrossOut(key, item);
                    continue;
                }

                var begun = _journal.Begin(item);
                lock (_gate)
                    _waiting[key] = begun;
                abandoned.Add(_room.Store.Abandon(key));
                deleted.Add((key, begun));
            }

            var ids = deleted.Select(d => d.Key.Id).ToHashSet(StringComparer.Ordinal);
            _room.Store.RemoveFromIndex(day, ids);
            var files = EventFilesRemoval.Remove(_room.Settings.Folders, day, ids, stopping);
            foreach (var (key, item) in deleted)
            {
                _alert(key);
                CrossOut(key, item);
                _room.Metrics.EventDeleted();
                _room.Listeners.Deleted(key);
            }

            if (deleted.Count > 0)
                LogDeleted(_room.Context.Logger, deleted.Count, deleted[0].Key, files);
        }
        finally
        {
            abandoned.ForEach(a => a.Dispose());
        }
    }

    private void CrossOut(EventKey key, WorkItem item)
    {
        try
        {
            _journal.End(item);
        }
        catch (IOException)
        {
            _room.Metrics.Failed(WatcherError.State); // The event is through all the same: a restart does once more what does no harm.
        }

        lock (_gate)
            _waiting.Remove(key);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Count} events, {First} first, and their {Files} files")]
    private static partial void LogDeleted(ILogger logger, int count, EventKey first, int files);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {Key} was to be deleted but has been locked since: it is kept")]
    private static partial void LogLocked(ILogger logger, EventKey key);
}
