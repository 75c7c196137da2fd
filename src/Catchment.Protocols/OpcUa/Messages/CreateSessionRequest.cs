using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Makes a session. Source: OPC 10000-4, 5.7.2.</summary>
internal sealed record CreateSessionRequest : IServiceRequest, IUaDecodable<CreateSessionRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 461;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public ApplicationDescription ClientDescription { get; init; } = ApplicationDescription.Empty;

    public string? ServerUri { get; init; }

    /// <summary>As the client reached the server.</summary>
    public string? EndpointUrl { get; init; }

    public string? SessionName { get; init; }

    public byte[]? ClientNonce { get; init; }

    public byte[]? ClientCertificate { get; init; }

    /// <summary>Milliseconds.</summary>
    public double RequestedSessionTimeout { get; init; }

    /// <summary>Bytes; 0: without limit.</summary>
    public uint MaxResponseMessageSize { get; init; }

    public static CreateSessionRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        ClientDescription = ApplicationDescription.Decode(ref reader),
        ServerUri = reader.ReadString(),
        EndpointUrl = reader.ReadString(),
        SessionName = reader.ReadString(),
        ClientNonce = reader.ReadByteString(),
        ClientCertificate = reader.ReadByteString(),
        RequestedSessionTimeout = reader.ReadDouble(),
        MaxResponseMessageSize = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        ClientDescription.Encode(writer);
        writer.Write(ServerUri);
        writer.Write(EndpointUrl);
        writer.Write(SessionName);
        writer.WriteByteString(ClientNonce);
        writer.WriteByteString(ClientCertificate);
        writer.Write(RequestedSessionTimeout);
        writer.Write(MaxResponseMessageSize);
    }
}
