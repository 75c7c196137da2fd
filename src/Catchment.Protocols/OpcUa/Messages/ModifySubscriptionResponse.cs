using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The subscription as it is now. Source: OPC 10000-4, 5.14.3.</summary>
internal sealed record ModifySubscriptionResponse : IServiceResponse, IUaDecodable<ModifySubscriptionResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 796;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    /// <summary>Milliseconds.</summary>
    public double RevisedPublishingInterval { get; init; }

    public uint RevisedLifetimeCount { get; init; }

    public uint RevisedMaxKeepAliveCount { get; init; }

    public static ModifySubscriptionResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        RevisedPublishingInterval = reader.ReadDouble(),
        RevisedLifetimeCount = reader.ReadUInt32(),
        RevisedMaxKeepAliveCount = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.Write(RevisedPublishingInterval);
        writer.Write(RevisedLifetimeCount);
        writer.Write(RevisedMaxKeepAliveCount);
    }
}
