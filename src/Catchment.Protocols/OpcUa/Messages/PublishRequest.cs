using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Lets the server tell news, when there is some. Source: OPC 10000-4, 5.14.5.</summary>
internal sealed record PublishRequest : IServiceRequest, IUaDecodable<PublishRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 826;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public SubscriptionAcknowledgement[] SubscriptionAcknowledgements { get; init; } = [];

    public static PublishRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionAcknowledgements = reader.ReadArray<SubscriptionAcknowledgement>(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.WriteArray(SubscriptionAcknowledgements);
    }
}
