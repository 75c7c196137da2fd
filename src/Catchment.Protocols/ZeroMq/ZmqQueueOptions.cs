namespace Catchment.Protocols.ZeroMq;

/// <summary>What a socket that queues messages for its peers needs beyond the options of every socket.</summary>
public record ZmqQueueOptions : ZmqOptions
{
    /// <summary>Most messages that wait for one peer. Default 1,000, as in libzmq.</summary>
    public int HighWaterMark { get; init; } = 1000;

    /// <summary>Most octets that wait for one peer; a larger message may wait alone. Default 64 MiB.</summary>
    public long MaxQueuedBytes { get; init; } = 64L << 20;

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        OptionBounds.AtLeast(HighWaterMark, 1);
        OptionBounds.AtLeast(MaxQueuedBytes, 1);
    }
}
