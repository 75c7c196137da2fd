using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Nobody in particular. Source: OPC 10000-4, 7.41.</summary>
internal sealed record AnonymousIdentityToken : IUaDecodable<AnonymousIdentityToken>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 321;

    public uint BinaryEncodingId => EncodingId;

    public string? PolicyId { get; init; }

    public static AnonymousIdentityToken Decode(ref UaReader reader) => new()
    {
        PolicyId = reader.ReadString(),
    };

    public void Encode(UaWriter writer) => writer.Write(PolicyId);
}
