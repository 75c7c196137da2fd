namespace Catchment.Protocols.OpcUa.Client;

/// <summary>How a subscription tells what it sees.</summary>
public sealed record OpcUaSubscriptionOptions
{
    /// <summary>How often it tells; the server may decide otherwise.</summary>
    public TimeSpan PublishingInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Values in one message at most; 0: as many as the server likes.</summary>
    public uint MaxNotificationsPerMessage { get; init; }

    /// <summary>Those with a higher one are served first.</summary>
    public byte Priority { get; init; }
}
