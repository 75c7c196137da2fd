using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A value for an attribute of a node. Source: OPC 10000-4, 5.11.4.</summary>
internal readonly record struct WriteValue : IUaDecodable<WriteValue>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 670;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 11;

    public NodeId NodeId { get; init; }

    public uint AttributeId { get; init; }

    /// <summary>Which elements; null: the whole value.</summary>
    public string? IndexRange { get; init; }

    public DataValue Value { get; init; }

    public static WriteValue Decode(ref UaReader reader) => new()
    {
        NodeId = reader.ReadNodeId(),
        AttributeId = reader.ReadUInt32(),
        IndexRange = reader.ReadString(),
        Value = reader.ReadDataValue(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(NodeId);
        writer.Write(AttributeId);
        writer.Write(IndexRange);
        writer.Write(Value);
    }
}
