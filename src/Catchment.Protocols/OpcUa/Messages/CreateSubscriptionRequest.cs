using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Makes a subscription. Source: OPC 10000-4, 5.14.2.</summary>
internal sealed record CreateSubscriptionRequest : IServiceRequest, IUaDecodable<CreateSubscriptionRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 787;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    /// <summary>Milliseconds.</summary>
    public double RequestedPublishingInterval { get; init; }

    /// <summary>Publishing intervals without a request after which it ends.</summary>
    public uint RequestedLifetimeCount { get; init; }

    /// <summary>Publishing intervals without news after which an empty message is sent.</summary>
    public uint RequestedMaxKeepAliveCount { get; init; }

    /// <summary>0: without limit.</summary>
    public uint MaxNotificationsPerPublish { get; init; }

    public bool PublishingEnabled { get; init; }

    public byte Priority { get; init; }

    public static CreateSubscriptionRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        RequestedPublishingInterval = reader.ReadDouble(),
        RequestedLifetimeCount = reader.ReadUInt32(),
        RequestedMaxKeepAliveCount = reader.ReadUInt32(),
        MaxNotificationsPerPublish = reader.ReadUInt32(),
        PublishingEnabled = reader.ReadBoolean(),
        Priority = reader.ReadByte(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(RequestedPublishingInterval);
        writer.Write(RequestedLifetimeCount);
        writer.Write(RequestedMaxKeepAliveCount);
        writer.Write(MaxNotificationsPerPublish);
        writer.Write(PublishingEnabled);
        writer.Write(Priority);
    }
}
