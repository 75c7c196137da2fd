using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Watches items otherwise. Source: OPC 10000-4, 5.13.3.</summary>
internal sealed record ModifyMonitoredItemsRequest : IServiceRequest, IUaDecodable<ModifyMonitoredItemsRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 763;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public uint SubscriptionId { get; init; }

    public TimestampsToReturn TimestampsToReturn { get; init; }

    public MonitoredItemModifyRequest[] ItemsToModify { get; init; } = [];

    public static ModifyMonitoredItemsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        TimestampsToReturn = (TimestampsToReturn)reader.ReadInt32(),
        ItemsToModify = reader.ReadArray<MonitoredItemModifyRequest>(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(SubscriptionId);
        writer.Write((int)TimestampsToReturn);
        writer.WriteArray(ItemsToModify);
    }
}
