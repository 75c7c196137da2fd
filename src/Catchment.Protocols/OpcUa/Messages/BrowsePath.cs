using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A way and where it begins. Source: OPC 10000-4, 5.9.4.</summary>
internal sealed record BrowsePath : IUaDecodable<BrowsePath>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 545;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 6;

    public NodeId StartingNode { get; init; }

    public RelativePath RelativePath { get; init; } = RelativePath.Empty;

    public static BrowsePath Decode(ref UaReader reader) => new()
    {
        StartingNode = reader.ReadNodeId(),
        RelativePath = RelativePath.Decode(ref reader),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(StartingNode);
        RelativePath.Encode(writer);
    }
}
