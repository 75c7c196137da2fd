using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The session is active. Source: OPC 10000-4, 5.7.3.</summary>
internal sealed record ActivateSessionResponse : IServiceResponse, IUaDecodable<ActivateSessionResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 470;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public byte[]? ServerNonce { get; init; }

    public StatusCode[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    public static ActivateSessionResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        ServerNonce = reader.ReadByteString(),
        Results = reader.ReadStatusCodes(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.WriteByteString(ServerNonce);
        writer.WriteArray(Results);
        writer.WriteArray(DiagnosticInfos);
    }
}
