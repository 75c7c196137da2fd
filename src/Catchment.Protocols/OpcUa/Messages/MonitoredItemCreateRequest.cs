using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>An item to watch. Source: OPC 10000-4, 5.13.2.</summary>
internal sealed record MonitoredItemCreateRequest : IUaDecodable<MonitoredItemCreateRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 745;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 40;

    public ReadValueId ItemToMonitor { get; init; }

    public MonitoringMode MonitoringMode { get; init; }

    public MonitoringParameters RequestedParameters { get; init; } = MonitoringParameters.Empty;

    public static MonitoredItemCreateRequest Decode(ref UaReader reader) => new()
    {
        ItemToMonitor = ReadValueId.Decode(ref reader),
        MonitoringMode = (MonitoringMode)reader.ReadInt32(),
        RequestedParameters = MonitoringParameters.Decode(ref reader),
    };

    public void Encode(UaWriter writer)
    {
        ItemToMonitor.Encode(writer);
        writer.Write((int)MonitoringMode);
        RequestedParameters.Encode(writer);
    }
}
