using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>How they are watched now, in the request's order. Source: OPC 10000-4, 5.13.3.</summary>
internal sealed record ModifyMonitoredItemsResponse : IServiceResponse, IUaDecodable<ModifyMonitoredItemsResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 766;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public MonitoredItemModifyResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    public static ModifyMonitoredItemsResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadArray<MonitoredItemModifyResult>(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.WriteArray(Results);
        writer.WriteArray(DiagnosticInfos);
    }
}
