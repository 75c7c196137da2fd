using Catchment.Cameras.Events;
using Catchment.Core.Live;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>Tells several listeners, and the live feed.</summary>
/// <param name="listeners">Who listens.</param>
/// <param name="feed">The live feed; see <see cref="IOutpostBoard.EventTopic"/>.</param>
public sealed class EventListeners(IReadOnlyList<IEventListener> listeners, LiveFeed feed) : IEventListener
{
    /// <inheritdoc/>
    public void Started(EventKey key, string node, string view)
    {
        foreach (var listener in listeners)
            listener.Started(key, node, view);
        Publish(key, "started");
    }

    /// <inheritdoc/>
    public void Changed(EventKey key)
    {
        foreach (var listener in listeners)
            listener.Changed(key);
        Publish(key, "changed");
    }

    /// <inheritdoc/>
    public void Ended(EventKey key)
    {
        foreach (var listener in listeners)
            listener.Ended(key);
        Publish(key, "ended");
    }

    /// <inheritdoc/>
    public void Deleted(EventKey key)
    {
        foreach (var listener in listeners)
            listener.Deleted(key);
        Publish(key, "deleted");
    }

    private void Publish(EventKey key, string what)
    {
        if (feed.IsWatched)
            feed.Publish(new LiveMessage(IOutpostBoard.EventTopic, key.Id, new EventNews(EventNames.Text(key.Day), key.Id, what)));
    }
}
