using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Where a way ends. Source: OPC 10000-4, 5.9.4.</summary>
internal sealed record BrowsePathTarget : IUaDecodable<BrowsePathTarget>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 548;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 6;

    public ExpandedNodeId TargetId { get; init; }

    /// <summary>The first step that lies on another server; the largest number: none.</summary>
    public uint RemainingPathIndex { get; init; }

    public static BrowsePathTarget Decode(ref UaReader reader) => new()
    {
        TargetId = reader.ReadExpandedNodeId(),
        RemainingPathIndex = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(TargetId);
        writer.Write(RemainingPathIndex);
    }
}
