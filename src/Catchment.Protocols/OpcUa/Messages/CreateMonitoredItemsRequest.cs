using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Begins to watch items. Source: OPC 10000-4, 5.13.2.</summary>
internal sealed record CreateMonitoredItemsRequest : IServiceRequest, IUaDecodable<CreateMonitoredItemsRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 751;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public uint SubscriptionId { get; init; }

    public TimestampsToReturn TimestampsToReturn { get; init; }

    public MonitoredItemCreateRequest[] ItemsToCreate { get; init; } = [];

    public static CreateMonitoredItemsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        TimestampsToReturn = (TimestampsToReturn)reader.ReadInt32(),
        ItemsToCreate = reader.ReadArray<MonitoredItemCreateRequest>(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(SubscriptionId);
        writer.Write((int)TimestampsToReturn);
        writer.WriteArray(ItemsToCreate);
    }
}
