using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A step from node to node. Source: OPC 10000-4, 7.31.</summary>
internal sealed record RelativePathElement : IUaDecodable<RelativePathElement>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 539;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 10;

    /// <summary>The null id: any.</summary>
    public NodeId ReferenceTypeId { get; init; }

    public bool IsInverse { get; init; }

    public bool IncludeSubtypes { get; init; }

    public QualifiedName TargetName { get; init; }

    public static RelativePathElement Decode(ref UaReader reader) => new()
    {
        ReferenceTypeId = reader.ReadNodeId(),
        IsInverse = reader.ReadBoolean(),
        IncludeSubtypes = reader.ReadBoolean(),
        TargetName = reader.ReadQualifiedName(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(ReferenceTypeId);
        writer.Write(IsInverse);
        writer.Write(IncludeSubtypes);
        writer.Write(TargetName);
    }
}
