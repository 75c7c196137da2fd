using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The ends, in the request's order. Source: OPC 10000-4, 5.9.4.</summary>
internal sealed record TranslateBrowsePathsToNodeIdsResponse : IServiceResponse, IUaDecodable<TranslateBrowsePathsToNodeIdsResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 557;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public BrowsePathResult[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    public static TranslateBrowsePathsToNodeIdsResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Results = reader.ReadArray<BrowsePathResult>(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.WriteArray(Results);
        writer.WriteArray(DiagnosticInfos);
    }
}
