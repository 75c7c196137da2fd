using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A user with a password. Source: OPC 10000-4, 7.41.</summary>
internal sealed record UserNameIdentityToken : IUaDecodable<UserNameIdentityToken>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 324;

    public uint BinaryEncodingId => EncodingId;

    public string? PolicyId { get; init; }

    public string? UserName { get; init; }

    /// <summary>UTF-8, or encrypted as the algorithm says.</summary>
    public byte[]? Password { get; init; }

    /// <summary>Null or empty: not encrypted.</summary>
    public string? EncryptionAlgorithm { get; init; }

    public static UserNameIdentityToken Decode(ref UaReader reader) => new()
    {
        PolicyId = reader.ReadString(),
        UserName = reader.ReadString(),
        Password = reader.ReadByteString(),
        EncryptionAlgorithm = reader.ReadString(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(PolicyId);
        writer.Write(UserName);
        writer.WriteByteString(Password);
        writer.Write(EncryptionAlgorithm);
    }
}
