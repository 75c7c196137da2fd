namespace Catchment.Protocols.OpcUa;

/// <summary>What clients may have of subscriptions and monitored items; what they ask beyond is revised or refused.</summary>
public sealed record OpcUaSubscriptionLimits
{
    /// <summary>Subscriptions of all clients together.</summary>
    public int MaxSubscriptions { get; init; } = 1_000;

    /// <summary>Subscriptions of a session.</summary>
    public int MaxSubscriptionsPerSession { get; init; } = 100;

    /// <summary>Monitored items of all clients together.</summary>
    public int MaxMonitoredItems { get; init; } = 200_000;

    /// <summary>Monitored items of a subscription.</summary>
    public int MaxMonitoredItemsPerSubscription { get; init; } = 100_000;

    /// <summary>Links from triggering items within a subscription.</summary>
    public int MaxTriggeringLinks { get; init; } = 10_000;

    /// <summary>Operations in one call of these services.</summary>
    public int MaxOperationsPerCall { get; init; } = 10_000;

    /// <summary>The quickest publishing, milliseconds.</summary>
    public double MinPublishingInterval { get; init; } = 50;

    /// <summary>The slowest publishing, milliseconds.</summary>
    public double MaxPublishingInterval { get; init; } = 3_600_000;

    /// <summary>The quickest sampling, milliseconds.</summary>
    public double MinSamplingInterval { get; init; } = 50;

    /// <summary>The slowest sampling, milliseconds.</summary>
    public double MaxSamplingInterval { get; init; } = 3_600_000;

    /// <summary>How long a subscription without its client lives at most, unless three keep-alives take longer; milliseconds.</summary>
    public double MaxLifetime { get; init; } = 3_600_000;

    /// <summary>Time between two keep-alive messages where the client leaves it to the server, milliseconds.</summary>
    public double DefaultKeepAlive { get; init; } = 10_000;

    /// <summary>
    /// Whether a client without a user may take over subscriptions of what it says is its own application without security, where nothing proves it: then
    /// whoever guesses a number takes any subscription. The standard says no. A client that was cut off goes on with its session and needs no transfer.
    /// Source: OPC 10000-4, 5.14.7.
    /// </summary>
    public bool AnonymousTransferWithoutSecurity { get; init; }

    /// <summary>Publish requests that wait in a session; the oldest makes way.</summary>
    public int MaxPublishRequestsPerSession { get; init; } = 100;

    /// <summary>Notifications in a message, whatever the client allows.</summary>
    public int MaxNotificationsPerPublish { get; init; } = 1_000;

    /// <summary>About so many bytes of values in a message; a single value may be larger.</summary>
    public int MaxBytesPerPublish { get; init; } = 1 << 20;

    /// <summary>Values that an item keeps until they are published.</summary>
    public int MaxQueueSize { get; init; } = 1_000;

    /// <summary>Values in the queues of all items together, beyond one for each; further queues hold one value.</summary>
    public int MaxQueuedValues { get; init; } = 1_000_000;

    /// <summary>Messages that a subscription keeps until they are acknowledged.</summary>
    public int MaxRetainedMessages { get; init; } = 200;

    /// <summary>Notifications in the kept messages of all subscriptions together; beyond them each keeps its newest message only.</summary>
    public int MaxRetainedNotifications { get; init; } = 500_000;

    /// <summary>
    /// Bytes of the texts, byte strings and arrays that the items and kept messages of all clients hold; beyond them an item tells
    /// BadOutOfMemory in the place of such a value, and beyond half of them each subscription keeps its newest message only.
    /// </summary>
    public long MaxHeldBytes { get; init; } = 256L << 20;
}
