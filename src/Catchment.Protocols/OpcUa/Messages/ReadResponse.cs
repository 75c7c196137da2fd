using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Values, in the request's order. Source: OPC 10000-4, 5.11.2.</summary>
internal sealed record ReadResponse : IServiceResponse, IUaDecodable<ReadResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 634;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public DataValue[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    public static ReadResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadDataValues(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.WriteArray(Results);
        writer.WriteArray(DiagnosticInfos);
    }
}
