using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Ends watching items. Source: OPC 10000-4, 5.13.6.</summary>
internal sealed record DeleteMonitoredItemsRequest : IServiceRequest, IUaDecodable<DeleteMonitoredItemsRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 781;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public uint SubscriptionId { get; init; }

    public uint[] MonitoredItemIds { get; init; } = [];

    public static DeleteMonitoredItemsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        MonitoredItemIds = reader.ReadUInt32s(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(SubscriptionId);
        writer.WriteArray(MonitoredItemIds);
    }
}
