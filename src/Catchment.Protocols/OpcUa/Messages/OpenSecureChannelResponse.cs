using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The channel and its keys. Source: OPC 10000-4, 5.6.2.</summary>
internal sealed record OpenSecureChannelResponse : IServiceResponse, IUaDecodable<OpenSecureChannelResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 449;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public uint ServerProtocolVersion { get; init; }

    public ChannelSecurityToken SecurityToken { get; init; } = ChannelSecurityToken.Empty;

    public byte[]? ServerNonce { get; init; }

    public static OpenSecureChannelResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        ServerProtocolVersion = reader.ReadUInt32(),
        SecurityToken = ChannelSecurityToken.Decode(ref reader),
        ServerNonce = reader.ReadByteString(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.Write(ServerProtocolVersion);
        SecurityToken.Encode(writer);
        writer.WriteByteString(ServerNonce);
    }
}
