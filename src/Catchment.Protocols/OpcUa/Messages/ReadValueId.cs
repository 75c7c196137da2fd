using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>An attribute of a node. Source: OPC 10000-4, 7.29.</summary>
internal readonly record struct ReadValueId : IUaDecodable<ReadValueId>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 628;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 16;

    public NodeId NodeId { get; init; }

    public uint AttributeId { get; init; }

    /// <summary>Which elements; null: the whole value.</summary>
    public string? IndexRange { get; init; }

    public QualifiedName DataEncoding { get; init; }

    public static ReadValueId Decode(ref UaReader reader) => new()
    {
        NodeId = reader.ReadNodeId(),
        AttributeId = reader.ReadUInt32(),
        IndexRange = reader.ReadString(),
        DataEncoding = reader.ReadQualifiedName(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(NodeId);
        writer.Write(AttributeId);
        writer.Write(IndexRange);
        writer.Write(DataEncoding);
    }
}
