using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The subscription. Source: OPC 10000-4, 5.14.2.</summary>
internal sealed record CreateSubscriptionResponse : IServiceResponse, IUaDecodable<CreateSubscriptionResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 790;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public uint SubscriptionId { get; init; }

    /// <summary>Milliseconds.</summary>
    public double RevisedPublishingInterval { get; init; }

    public uint RevisedLifetimeCount { get; init; }

    public uint RevisedMaxKeepAliveCount { get; init; }

    public static CreateSubscriptionResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        RevisedPublishingInterval = reader.ReadDouble(),
        RevisedLifetimeCount = reader.ReadUInt32(),
        RevisedMaxKeepAliveCount = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.Write(SubscriptionId);
        writer.Write(RevisedPublishingInterval);
        writer.Write(RevisedLifetimeCount);
        writer.Write(RevisedMaxKeepAliveCount);
    }
}
