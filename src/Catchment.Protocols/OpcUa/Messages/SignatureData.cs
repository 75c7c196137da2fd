using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A signature, and how it was made. Source: OPC 10000-4, 7.37.</summary>
internal sealed record SignatureData : IUaDecodable<SignatureData>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 458;

    /// <summary>With nothing told.</summary>
    public static SignatureData Empty { get; } = new();

    public uint BinaryEncodingId => EncodingId;

    /// <summary>The URI of the algorithm; null: none.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The signature; null: none.</summary>
    public byte[]? Signature { get; init; }

    public static SignatureData Decode(ref UaReader reader) => new()
    {
        Algorithm = reader.ReadString(),
        Signature = reader.ReadByteString(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(Algorithm);
        writer.WriteByteString(Signature);
    }
}
