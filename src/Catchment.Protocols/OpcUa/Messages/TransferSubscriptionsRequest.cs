using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Takes subscriptions over from another session. Source: OPC 10000-4, 5.14.7.</summary>
internal sealed record TransferSubscriptionsRequest : IServiceRequest, IUaDecodable<TransferSubscriptionsRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 841;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public uint[] SubscriptionIds { get; init; } = [];

    public bool SendInitialValues { get; init; }

    public static TransferSubscriptionsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionIds = reader.ReadUInt32s(),
        SendInitialValues = reader.ReadBoolean(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.WriteArray(SubscriptionIds);
        writer.Write(SendInitialValues);
    }
}
