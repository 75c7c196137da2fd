using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>More references, in the request's order. Source: OPC 10000-4, 5.9.3.</summary>
internal sealed record BrowseNextResponse : IServiceResponse, IUaDecodable<BrowseNextResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 536;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public BrowseResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    public static BrowseNextResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadArray<BrowseResult>(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.WriteArray(Results);
        writer.WriteArray(DiagnosticInfos);
    }
}
