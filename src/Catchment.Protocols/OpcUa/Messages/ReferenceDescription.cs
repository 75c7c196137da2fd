using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A reference, and the node at its other end. Source: OPC 10000-4, 7.30.</summary>
internal sealed record ReferenceDescription : IUaDecodable<ReferenceDescription>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 520;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 18;

    public NodeId ReferenceTypeId { get; init; }

    public bool IsForward { get; init; }

    public ExpandedNodeId NodeId { get; init; }

    public QualifiedName BrowseName { get; init; }

    public LocalizedText DisplayName { get; init; }

    public NodeClass NodeClass { get; init; }

    public ExpandedNodeId TypeDefinition { get; init; }

    public static ReferenceDescription Decode(ref UaReader reader) => new()
    {
        ReferenceTypeId = reader.ReadNodeId(),
        IsForward = reader.ReadBoolean(),
        NodeId = reader.ReadExpandedNodeId(),
        BrowseName = reader.ReadQualifiedName(),
        DisplayName = reader.ReadLocalizedText(),
        NodeClass = (NodeClass)reader.ReadInt32(),
        TypeDefinition = reader.ReadExpandedNodeId(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(ReferenceTypeId);
        writer.Write(IsForward);
        writer.Write(NodeId);
        writer.Write(BrowseName);
        writer.Write(DisplayName);
        writer.Write((int)NodeClass);
        writer.Write(TypeDefinition);
    }
}
