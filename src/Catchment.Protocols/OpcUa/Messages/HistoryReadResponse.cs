using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Histories, in the request's order. Source: OPC 10000-4, 5.11.3.</summary>
internal sealed record HistoryReadResponse : IServiceResponse, IUaDecodable<HistoryReadResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 667;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public HistoryReadResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    public static HistoryReadResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadArray<HistoryReadResult>(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.WriteArray(Results);
        writer.WriteArray(DiagnosticInfos);
    }
}
