namespace Catchment.Protocols.ZeroMq;

/// <summary>What a <see cref="ZmqReplier"/> needs beyond the options of every socket.</summary>
public sealed record ZmqReplierOptions : ZmqOptions
{
    /// <summary>
    /// Longest time between a complete request and its reply. When the handler is still running then, the peer is sent
    /// <see cref="BudgetReply"/> in its place. Default: no limit.
    /// </summary>
    public TimeSpan ReplyBudget { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>The one frame that is sent when the budget is used up. Default <c>ERROR busy</c>.</summary>
    public ReadOnlyMemory<byte> BudgetReply { get; init; } = "ERROR busy"u8.ToArray();

    /// <summary>The one frame that is sent when the handler threw or returned without a reply. Default <c>ERROR</c>.</summary>
    public ReadOnlyMemory<byte> FaultReply { get; init; } = "ERROR"u8.ToArray();

    /// <summary>
    /// On stopping: how long a connection without a request under way is watched for one more request before it is ended.
    /// Default 0.2 s.
    /// </summary>
    public TimeSpan DrainQuietWindow { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        if (ReplyBudget != Timeout.InfiniteTimeSpan)
            OptionBounds.AtLeast(ReplyBudget, TimeSpan.FromMilliseconds(1));
        OptionBounds.AtLeast(DrainQuietWindow, TimeSpan.Zero);
    }
}
