namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>What all subscriptions of a server share, counted without a lock.</summary>
internal sealed class SubscriptionBudget(OpcUaSubscriptionLimits limits)
{
    private int _subscriptions;
    private int _items;
    private int _queued;
    private int _retained;
    private long _held;

    public int Subscriptions => Volatile.Read(ref _subscriptions);

    public int Items => Volatile.Read(ref _items);

    /// <summary>Values in queues, beyond one for each.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <summary>Notifications that are kept for retransmission.</summary>
    public int Retained => Volatile.Read(ref _retained);

    /// <summary>Bytes of values in items and kept messages.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Whether more notifications, or larger ones, are kept for retransmission than there should be: there is to be room for new values.</summary>
    public bool RetainsTooMuch => Retained > limits.MaxRetainedNotifications || Held > limits.MaxHeldBytes / 2;

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

    /// <summary>Whether there is room for a value of so many bytes, in a queue and as an item's last.</summary>
    public bool CanHold(int bytes) => bytes == 0 || Held + (2L * bytes) <= limits.MaxHeldBytes;

    /// <summary>More bytes of values are held, or less.</summary>
    public void Hold(long bytes)
    {
        if (bytes != 0)
            Interlocked.Add(ref _held, bytes);
    }

    private static bool TryTake(ref int taken, int count, int limit)
    {
        if (Interlocked.Add(ref taken, count) <= limit)
            return true;
        Interlocked.Add(ref taken, -count);
        return false;
    }
}
