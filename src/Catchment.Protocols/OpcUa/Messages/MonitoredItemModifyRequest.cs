using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>An item to watch otherwise. Source: OPC 10000-4, 5.13.3.</summary>
internal sealed record MonitoredItemModifyRequest : IUaDecodable<MonitoredItemModifyRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 757;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 24;

    public uint MonitoredItemId { get; init; }

    public MonitoringParameters RequestedParameters { get; init; } = MonitoringParameters.Empty;

    public static MonitoredItemModifyRequest Decode(ref UaReader reader) => new()
    {
        MonitoredItemId = reader.ReadUInt32(),
        RequestedParameters = MonitoringParameters.Decode(ref reader),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(MonitoredItemId);
        RequestedParameters.Encode(writer);
    }
}
