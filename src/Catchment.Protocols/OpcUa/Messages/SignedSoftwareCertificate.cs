using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A certificate of what a product was tested for; nobody uses it any more. Source: OPC 10000-4, 7.38.</summary>
internal sealed record SignedSoftwareCertificate : IUaDecodable<SignedSoftwareCertificate>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 346;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 8;

    public byte[]? CertificateData { get; init; }

    public byte[]? Signature { get; init; }

    public static SignedSoftwareCertificate Decode(ref UaReader reader) => new()
    {
        CertificateData = reader.ReadByteString(),
        Signature = reader.ReadByteString(),
    };

    public void Encode(UaWriter writer)
    {
        writer.WriteByteString(CertificateData);
        writer.WriteByteString(Signature);
    }
}
