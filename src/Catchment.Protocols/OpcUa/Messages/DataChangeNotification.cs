using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>New values. Source: OPC 10000-4, 7.25.2.</summary>
internal sealed record DataChangeNotification : IUaDecodable<DataChangeNotification>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 811;

    public uint BinaryEncodingId => EncodingId;

    public MonitoredItemNotification[] MonitoredItems { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    public static DataChangeNotification Decode(ref UaReader reader) => new()
    {
        MonitoredItems = reader.ReadArray<MonitoredItemNotification>(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    public void Encode(UaWriter writer)
    {
        writer.WriteArray(MonitoredItems);
        writer.WriteArray(DiagnosticInfos);
    }
}
