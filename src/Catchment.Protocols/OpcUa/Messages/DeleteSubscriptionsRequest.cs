using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Ends subscriptions. Source: OPC 10000-4, 5.14.8.</summary>
internal sealed record DeleteSubscriptionsRequest : IServiceRequest, IUaDecodable<DeleteSubscriptionsRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 847;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public uint[] SubscriptionIds { get; init; } = [];

    public static DeleteSubscriptionsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionIds = reader.ReadUInt32s(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.WriteArray(SubscriptionIds);
    }
}
