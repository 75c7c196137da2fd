using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Switches subscriptions on and off. Source: OPC 10000-4, 5.14.4.</summary>
internal sealed record SetPublishingModeRequest : IServiceRequest, IUaDecodable<SetPublishingModeRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 799;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public bool PublishingEnabled { get; init; }

    public uint[] SubscriptionIds { get; init; } = [];

    public static SetPublishingModeRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        PublishingEnabled = reader.ReadBoolean(),
        SubscriptionIds = reader.ReadUInt32s(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(PublishingEnabled);
        writer.WriteArray(SubscriptionIds);
    }
}
