namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>What all subscriptions of a server share, counted without a lock.</summary>
internal sealed class SubscriptionBudget(OpcUaSubscriptionLimits limits)
{
    private int _subscriptions;
    private int _items;
    private int _queued;
    private int _retained;

    public int Subscriptions => Volatile.Read(ref _subscriptions);

    public int Items => Volatile.Read(ref _items);

    /// <summary>Values in queues, beyond one for each.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <summary>Notifications that are kept for retransmission.</summary>
    public int Retained => Volatile.Read(ref _retained);

    /// <summary>Whether more notifications are kept for retransmission than there should be.</summary>
    public bool RetainsTooMuch => Retained > limits.MaxRetainedNotifications;

    public bool TryAddSubscription() => TryTake(ref _subscriptions, 1, limits.MaxSubscriptions);

    public void RemoveSubscription() => Interlocked.Decrement(ref _subscriptions);

    public bool TryAddItem() => TryTake(ref _items, 1, limits.MaxMonitoredItems);

    public void RemoveItem() => Interlocked.Decrement(ref _items);

    /// <summary>The size that a queue may have: the wished one, 1 when the server has no room for more.</summary>
    public int TakeQueue(uint wished)
    {
        var size = (int)Math.Clamp(wished, 1, (uint)limits.MaxQueueSize);
        return TryTake(ref _queued, size - 1, limits.MaxQueuedValues) ? size : 1;
    }

    public void ReturnQueue(int size) => Interlocked.Add(ref _queued, 1 - size);

    public void Retain(int notifications) => Interlocked.Add(ref _retained, notifications);

    private static bool TryTake(ref int taken, int count, int limit)
    {
        if (Interlocked.Add(ref taken, count) <= limit)
            return true;
        Interlocked.Add(ref taken, -count);
        return false;
    }
}
