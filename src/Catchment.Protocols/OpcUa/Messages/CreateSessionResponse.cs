using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The session. Source: OPC 10000-4, 5.7.2.</summary>
internal sealed record CreateSessionResponse : IServiceResponse, IUaDecodable<CreateSessionResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 464;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public NodeId SessionId { get; init; }

    /// <summary>The session's secret name.</summary>
    public NodeId AuthenticationToken { get; init; }

    /// <summary>Milliseconds.</summary>
    public double RevisedSessionTimeout { get; init; }

    public byte[]? ServerNonce { get; init; }

    public byte[]? ServerCertificate { get; init; }

    public EndpointDescription[] ServerEndpoints { get; init; } = [];

    public SignedSoftwareCertificate[] ServerSoftwareCertificates { get; init; } = [];

    public SignatureData ServerSignature { get; init; } = SignatureData.Empty;

    /// <summary>Bytes; 0: without limit.</summary>
    public uint MaxRequestMessageSize { get; init; }

    public static CreateSessionResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        SessionId = reader.ReadNodeId(),
        AuthenticationToken = reader.ReadNodeId(),
        RevisedSessionTimeout = reader.ReadDouble(),
        ServerNonce = reader.ReadByteString(),
        ServerCertificate = reader.ReadByteString(),
        ServerEndpoints = reader.ReadArray<EndpointDescription>(),
        ServerSoftwareCertificates = reader.ReadArray<SignedSoftwareCertificate>(),
        ServerSignature = SignatureData.Decode(ref reader),
        MaxRequestMessageSize = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.Write(SessionId);
        writer.Write(AuthenticationToken);
        writer.Write(RevisedSessionTimeout);
        writer.WriteByteString(ServerNonce);
        writer.WriteByteString(ServerCertificate);
        writer.WriteArray(ServerEndpoints);
        writer.WriteArray(ServerSoftwareCertificates);
        ServerSignature.Encode(writer);
        writer.Write(MaxRequestMessageSize);
    }
}
