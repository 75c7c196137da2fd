using Catchment.Cameras.Events;

namespace Catchment.Cameras.Tests.Watcher;

/// <summary>Locks that a test sets.</summary>
internal sealed class TestLocks : IEventLocks
{
    public HashSet<EventKey> Locked { get; } = [];

    public bool IsUnreadable { get; set; }

    public bool IsLocked(EventKey key) => IsUnreadable ? throw new IOException("the list cannot be read") : Locked.Contains(key);

    public string? Look() => IsUnreadable ? "the list cannot be read" : null;
}
