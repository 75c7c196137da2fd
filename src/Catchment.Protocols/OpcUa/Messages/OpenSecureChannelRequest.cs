using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Opens a secure channel or renews its keys. Source: OPC 10000-4, 5.6.2.</summary>
internal sealed record OpenSecureChannelRequest : IServiceRequest, IUaDecodable<OpenSecureChannelRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 446;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public uint ClientProtocolVersion { get; init; }

    public SecurityTokenRequestType RequestType { get; init; }

    public MessageSecurityMode SecurityMode { get; init; }

    public byte[]? ClientNonce { get; init; }

    /// <summary>Milliseconds.</summary>
    public uint RequestedLifetime { get; init; }

    public static OpenSecureChannelRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        ClientProtocolVersion = reader.ReadUInt32(),
        RequestType = (SecurityTokenRequestType)reader.ReadInt32(),
        SecurityMode = (MessageSecurityMode)reader.ReadInt32(),
        ClientNonce = reader.ReadByteString(),
        RequestedLifetime = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(ClientProtocolVersion);
        writer.Write((int)RequestType);
        writer.Write((int)SecurityMode);
        writer.WriteByteString(ClientNonce);
        writer.Write(RequestedLifetime);
    }
}
