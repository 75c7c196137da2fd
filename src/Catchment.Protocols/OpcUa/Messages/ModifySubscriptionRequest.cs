using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Changes a subscription. Source: OPC 10000-4, 5.14.3.</summary>
internal sealed record ModifySubscriptionRequest : IServiceRequest, IUaDecodable<ModifySubscriptionRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 793;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public uint SubscriptionId { get; init; }

    /// <summary>Milliseconds.</summary>
    public double RequestedPublishingInterval { get; init; }

    /// <summary>Publishing intervals without a request after which it ends.</summary>
    public uint RequestedLifetimeCount { get; init; }

    /// <summary>Publishing intervals without news after which an empty message is sent.</summary>
    public uint RequestedMaxKeepAliveCount { get; init; }

    /// <summary>0: without limit.</summary>
    public uint MaxNotificationsPerPublish { get; init; }

    public byte Priority { get; init; }

    public static ModifySubscriptionRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        RequestedPublishingInterval = reader.ReadDouble(),
        RequestedLifetimeCount = reader.ReadUInt32(),
        RequestedMaxKeepAliveCount = reader.ReadUInt32(),
        MaxNotificationsPerPublish = reader.ReadUInt32(),
        Priority = reader.ReadByte(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(SubscriptionId);
        writer.Write(RequestedPublishingInterval);
        writer.Write(RequestedLifetimeCount);
        writer.Write(RequestedMaxKeepAliveCount);
        writer.Write(MaxNotificationsPerPublish);
        writer.Write(Priority);
    }
}
