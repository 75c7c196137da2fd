namespace Catchment.Protocols.ZeroMq;

/// <summary>What a <see cref="ZmqPublisher"/> needs beyond the options of every queueing socket.</summary>
public sealed record ZmqPublisherOptions : ZmqQueueOptions
{
    /// <summary>What to do when the queue of a subscriber is full. Default <see cref="ZmqQueuePolicy.Drop"/>.</summary>
    public ZmqQueuePolicy Policy { get; init; } = ZmqQueuePolicy.Drop;

    /// <summary>Most different subscriptions of one peer. Default 1,024.</summary>
    public int MaxSubscriptions { get; init; } = 1024;

    /// <summary>Most octets in one subscription. Default 1,024.</summary>
    public int MaxSubscriptionBytes { get; init; } = 1024;

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        OptionBounds.AtLeast(MaxSubscriptions, 1);
        OptionBounds.AtLeast(MaxSubscriptionBytes, 1);
    }
}
