using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A user with a token of an authorization service. Source: OPC 10000-4, 7.41.</summary>
internal sealed record IssuedIdentityToken : IUaDecodable<IssuedIdentityToken>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 940;

    public uint BinaryEncodingId => EncodingId;

    public string? PolicyId { get; init; }

    public byte[]? TokenData { get; init; }

    public string? EncryptionAlgorithm { get; init; }

    public static IssuedIdentityToken Decode(ref UaReader reader) => new()
    {
        PolicyId = reader.ReadString(),
        TokenData = reader.ReadByteString(),
        EncryptionAlgorithm = reader.ReadString(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(PolicyId);
        writer.WriteByteString(TokenData);
        writer.Write(EncryptionAlgorithm);
    }
}
