using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A way from node to node. Source: OPC 10000-4, 7.31.</summary>
internal sealed record RelativePath : IUaDecodable<RelativePath>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 542;

    /// <summary>With nothing told.</summary>
    public static RelativePath Empty { get; } = new();

    public uint BinaryEncodingId => EncodingId;

    public RelativePathElement[] Elements { get; init; } = [];

    public static RelativePath Decode(ref UaReader reader) => new()
    {
        Elements = reader.ReadArray<RelativePathElement>(),
    };

    public void Encode(UaWriter writer) => writer.WriteArray(Elements);
}
