using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A user with a certificate. Source: OPC 10000-4, 7.41.</summary>
internal sealed record X509IdentityToken : IUaDecodable<X509IdentityToken>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 327;

    public uint BinaryEncodingId => EncodingId;

    public string? PolicyId { get; init; }

    public byte[]? CertificateData { get; init; }

    public static X509IdentityToken Decode(ref UaReader reader) => new()
    {
        PolicyId = reader.ReadString(),
        CertificateData = reader.ReadByteString(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(PolicyId);
        writer.WriteByteString(CertificateData);
    }
}
