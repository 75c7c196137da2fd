using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Asks for a message again. Source: OPC 10000-4, 5.14.6.</summary>
internal sealed record RepublishRequest : IServiceRequest, IUaDecodable<RepublishRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 832;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public uint SubscriptionId { get; init; }

    public uint RetransmitSequenceNumber { get; init; }

    public static RepublishRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        RetransmitSequenceNumber = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(SubscriptionId);
        writer.Write(RetransmitSequenceNumber);
    }
}
