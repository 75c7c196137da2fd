using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Deleting;
using Catchment.Cameras.Watcher.Journal;
using Catchment.Cameras.Watcher.Recording;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher.Removal;

/// <summary>
/// Has events deleted by the running watcher; when none runs, deletes them itself, and holds the watcher's state folder from the first one
/// until it is disposed, so that no watcher writes the same indexes. What it begins stands in the watcher's journal: when it is killed over
/// it, the watcher's next start finishes. Where there are sentinels it leaves the work noted when it is done: the next start finds nothing
/// more to delete, and tells them. For one thread at a time.
/// </summary>
/// <param name="folders">The two roots.</param>
/// <param name="durability">How sure a changed index is.</param>
/// <param name="locks">Which must not be deleted.</param>
/// <param name="stateDirectory">The watcher's state folder.</param>
/// <param name="hasSentinel">A sentinel is configured.</param>
/// <param name="ask">Reaches the running watcher.</param>
public sealed class EventRemoval(
    EventFolders folders, Durability durability, IEventLocks locks, string stateDirectory, bool hasSentinel, Func<WatcherRemoval> ask)
    : IEventRemoval, IDisposable
{
    private StateFolder? _claim;
    private EventStore? _store;
    private WorkJournal? _journal;
    private WatcherRemoval? _watcher;

    /// <inheritdoc/>
    public EventDeskAnswer Remove(EventKey key, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!EventNames.IsId(key.Id))
            return new EventDeskAnswer(EventDeskOutcome.Unknown, $"'{key.Id}' is no event id.");
        if (_claim is null && _watcher is null && !TryClaim())
            _watcher = ask();
        return _watcher is not null ? _watcher.Remove(key, cancellation) : RemoveHere(key);
    }

    /// <summary>
    /// Finishes deletions that a watcher, or a command, was killed over; a running watcher has done that. The work stays noted for the
    /// watcher's next start, which tells the sentinels.
    /// </summary>
    /// <returns>How many events were deleted.</returns>
    /// <exception cref="IOException">An event could not be deleted; it is tried again by the watcher's next start.</exception>
    public int Finish()
    {
        var finished = 0;
        if (!File.Exists(Path.Combine(stateDirectory, EventDeleter.JournalName)) || (_claim is null && !TryClaim()))
            return finished;
        foreach (var item in Journal.Items)
        {
            if (!EventDeleter.TryRead(item.Text, out var key) || (!item.HasBegun && locks.IsLocked(key)))
                continue; // The watcher tells of it.
            Journal.Begin(item);
            Delete(key);
            finished++;
        }

        return finished;
    }

    /// <summary>Disconnects, or lets watchers start again.</summary>
    public void Dispose()
    {
        _watcher?.Dispose();
        _journal?.Dispose();
        _store?.Dispose();
        _claim?.Dispose();
    }

    private WorkJournal Journal => _journal ??= WorkJournal.Open(_claim!, EventDeleter.JournalName, durability);

    private bool TryClaim()
    {
        try
        {
            _claim = StateFolder.Open(stateDirectory);
        }
        catch (StateFolderException)
        {
            return false; // A watcher runs; or the folder is not ours, and then the watcher has to answer.
        }

        return true;
    }

    private EventDeskAnswer RemoveHere(EventKey key)
    {
        try
        {
            if (locks.IsLocked(key))
                return new EventDeskAnswer(EventDeskOutcome.Locked, $"The event {key} is locked.");

            var item = Journal.Begin(Journal.Add(EventDeleter.Note(key)));
            Delete(key);
            if (!hasSentinel)
                Journal.End(item);
            return new EventDeskAnswer(EventDeskOutcome.Done, $"The event {key} is deleted.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new EventDeskAnswer(EventDeskOutcome.Failed, $"The event {key} was not deleted. {e.Message}");
        }
    }

    private void Delete(EventKey key)
    {
        _store ??= new EventStore(folders, durability);
        var ids = new HashSet<string>(StringComparer.Ordinal) { key.Id };
        _store.RemoveFromIndex(key.Day, ids); // First: what the index does not list nobody asks for.
        EventFilesRemoval.Remove(folders, key.Day, ids, CancellationToken.None);
    }
}
