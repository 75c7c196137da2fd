using Catchment.Cameras.Events;
using Catchment.Cameras.Watcher.Recording;

namespace Catchment.Cameras.Tests.Watcher;

/// <summary>Where a deletion is interrupted.</summary>
public enum CrashPoint
{
    None,
    Accepted,
    Abandoned,
    OutOfTheIndex,
    Alerted,
    Refused,
}

/// <summary>What ends a process in the middle.</summary>
public sealed class CrashException : Exception;

/// <summary>The real store, which fails where a test wants it.</summary>
internal sealed class CrashingStore(IEventStore store, CrashPoint point, DateOnly? day = null) : IEventStore
{
    public CrashPoint Point { get; set; } = point;

    public EventFolders Folders => store.Folders;

    public ISetWriter? Begin(EventKey key, RecordedEvent what, bool isNew) => store.Begin(key, what, isNew);

    public ISetWriter? OpenSet(EventKey key, string type, bool isContinued = false) => store.OpenSet(key, type, isContinued);

    public RecordedEvent? FindEvent(EventKey key) => store.FindEvent(key);

    public int RemoveFromIndex(DateOnly from, IReadOnlySet<string> ids)
    {
        if (Point == CrashPoint.Refused && from == day)
            throw new IOException("the disk refuses");
        if (Point == CrashPoint.Abandoned)
            throw new CrashException();
        var removed = store.RemoveFromIndex(from, ids);
        return Point == CrashPoint.OutOfTheIndex ? throw new CrashException() : removed;
    }

    public bool IsOpen(EventKey key) => store.IsOpen(key);

    public IDisposable Abandon(EventKey key) => store.Abandon(key);
}
