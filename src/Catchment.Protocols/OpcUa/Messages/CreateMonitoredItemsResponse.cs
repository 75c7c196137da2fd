using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>How they are watched, in the request's order. Source: OPC 10000-4, 5.13.2.</summary>
internal sealed record CreateMonitoredItemsResponse : IServiceResponse, IUaDecodable<CreateMonitoredItemsResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 754;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public MonitoredItemCreateResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    public static CreateMonitoredItemsResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadArray<MonitoredItemCreateResult>(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.WriteArray(Results);
        writer.WriteArray(DiagnosticInfos);
    }
}
