using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>How it went, in the request's order. Source: OPC 10000-4, 5.13.5.</summary>
internal sealed record SetTriggeringResponse : IServiceResponse, IUaDecodable<SetTriggeringResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 778;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public StatusCode[] AddResults { get; init; } = [];

    public DiagnosticInfo?[] AddDiagnosticInfos { get; init; } = [];

    public StatusCode[] RemoveResults { get; init; } = [];

    public DiagnosticInfo?[] RemoveDiagnosticInfos { get; init; } = [];

    public static SetTriggeringResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        AddResults = reader.ReadStatusCodes(),
        AddDiagnosticInfos = reader.ReadDiagnosticInfos(),
        RemoveResults = reader.ReadStatusCodes(),
        RemoveDiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.WriteArray(AddResults);
        writer.WriteArray(AddDiagnosticInfos);
        writer.WriteArray(RemoveResults);
        writer.WriteArray(RemoveDiagnosticInfos);
    }
}
