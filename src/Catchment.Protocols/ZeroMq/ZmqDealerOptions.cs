namespace Catchment.Protocols.ZeroMq;

/// <summary>What a <see cref="ZmqDealer"/> needs beyond the options of every queueing socket.</summary>
public sealed record ZmqDealerOptions : ZmqQueueOptions
{
    /// <summary>Most received messages that wait to be taken; then TCP slows the peer. Default 1,000.</summary>
    public int ReceiveHighWaterMark { get; init; } = 1000;

    /// <summary>Most octets in them; a larger message may wait alone. Default 64 MiB.</summary>
    public long MaxReceivedBytes { get; init; } = 64L << 20;

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        OptionBounds.AtLeast(ReceiveHighWaterMark, 1);
        OptionBounds.AtLeast(MaxReceivedBytes, 1);
    }
}
