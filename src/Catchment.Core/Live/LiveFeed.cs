using System.Collections.Immutable;

namespace Catchment.Core.Live;

/// <summary>
/// Tells watchers what has just happened. Publishing never waits: a watcher that is slow gets the newest message of each key,
/// and is told how many it missed. Safe for many threads at once.
/// </summary>
public sealed class LiveFeed
{
    private ImmutableArray<LiveSubscription> _subscriptions = [];

    /// <summary>Whether anybody watches; who publishes may spare itself the making of a message otherwise.</summary>
    public bool IsWatched => !_subscriptions.IsEmpty;

    /// <summary>Hands a message to every watcher of its topic.</summary>
    public void Publish(LiveMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (var subscription in _subscriptions)
            subscription.Offer(message);
    }

    /// <summary>Begins to watch; ends when the subscription is disposed.</summary>
    /// <param name="topics">The topics wanted; none: all.</param>
    /// <param name="capacity">Undelivered messages kept; beyond it the oldest are dropped and counted.</param>
    public LiveSubscription Subscribe(IEnumerable<string> topics, int capacity = 256)
    {
        var subscription = new LiveSubscription(this, [.. topics], capacity);
        ImmutableInterlocked.Update(ref _subscriptions, static (all, one) => all.Add(one), subscription);
        return subscription;
    }

    internal void Remove(LiveSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, static (all, one) => all.Remove(one), subscription);
}
