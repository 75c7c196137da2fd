namespace Catchment.Cameras.Events;

/// <summary>
/// Is told by the watcher what becomes of events, after it is on disk: a catalog, the console, the pump. Calls come from any thread, return
/// at once and never throw; who has more to do than to note it does it elsewhere.
/// </summary>
public interface IEventListener
{
    /// <summary>An event has begun: its index row and its tracking file are there.</summary>
    /// <param name="key">The event.</param>
    /// <param name="node">The outpost.</param>
    /// <param name="view">Its view.</param>
    void Started(EventKey key, string node, string view);

    /// <summary>Rows or pictures were added, or a tracking set was; at most about once a second for an event.</summary>
    /// <param name="key">The event.</param>
    void Changed(EventKey key);

    /// <summary>The event is over: its last picture is stored and its file is closed.</summary>
    /// <param name="key">The event.</param>
    void Ended(EventKey key);

    /// <summary>The event was deleted: nothing of it is left.</summary>
    /// <param name="key">The event.</param>
    void Deleted(EventKey key);
}
