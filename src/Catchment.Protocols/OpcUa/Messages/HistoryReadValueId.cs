using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A node with a history. Source: OPC 10000-4, 5.11.3.</summary>
internal sealed record HistoryReadValueId : IUaDecodable<HistoryReadValueId>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 637;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 16;

    public NodeId NodeId { get; init; }

    public string? IndexRange { get; init; }

    public QualifiedName DataEncoding { get; init; }

    /// <summary>Where to go on; null: at the beginning.</summary>
    public byte[]? ContinuationPoint { get; init; }

    public static HistoryReadValueId Decode(ref UaReader reader) => new()
    {
        NodeId = reader.ReadNodeId(),
        IndexRange = reader.ReadString(),
        DataEncoding = reader.ReadQualifiedName(),
        ContinuationPoint = reader.ReadByteString(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(NodeId);
        writer.Write(IndexRange);
        writer.Write(DataEncoding);
        writer.WriteByteString(ContinuationPoint);
    }
}
