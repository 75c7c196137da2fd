using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Switches items on and off. Source: OPC 10000-4, 5.13.4.</summary>
internal sealed record SetMonitoringModeRequest : IServiceRequest, IUaDecodable<SetMonitoringModeRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 769;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public uint SubscriptionId { get; init; }

    public MonitoringMode MonitoringMode { get; init; }

    public uint[] MonitoredItemIds { get; init; } = [];

    public static SetMonitoringModeRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        MonitoringMode = (MonitoringMode)reader.ReadInt32(),
        MonitoredItemIds = reader.ReadUInt32s(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(SubscriptionId);
        writer.Write((int)MonitoringMode);
        writer.WriteArray(MonitoredItemIds);
    }
}
