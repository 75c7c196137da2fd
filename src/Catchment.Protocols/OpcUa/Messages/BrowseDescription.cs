using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Which references of a node are asked for. Source: OPC 10000-4, 5.9.2.</summary>
internal sealed record BrowseDescription : IUaDecodable<BrowseDescription>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 516;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 17;

    public NodeId NodeId { get; init; }

    public BrowseDirection BrowseDirection { get; init; }

    /// <summary>The null id: all.</summary>
    public NodeId ReferenceTypeId { get; init; }

    public bool IncludeSubtypes { get; init; }

    /// <summary>Of the other nodes; 0: all.</summary>
    public NodeClass NodeClassMask { get; init; }

    public BrowseResultMask ResultMask { get; init; }

    public static BrowseDescription Decode(ref UaReader reader) => new()
    {
        NodeId = reader.ReadNodeId(),
        BrowseDirection = (BrowseDirection)reader.ReadInt32(),
        ReferenceTypeId = reader.ReadNodeId(),
        IncludeSubtypes = reader.ReadBoolean(),
        NodeClassMask = (NodeClass)reader.ReadUInt32(),
        ResultMask = (BrowseResultMask)reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(NodeId);
        writer.Write((int)BrowseDirection);
        writer.Write(ReferenceTypeId);
        writer.Write(IncludeSubtypes);
        writer.Write((uint)NodeClassMask);
        writer.Write((uint)ResultMask);
    }
}
