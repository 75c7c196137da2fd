using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What a structure is made of. Source: OPC 10000-3, 8.49.</summary>
internal sealed record StructureDefinition : IUaDecodable<StructureDefinition>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 122;

    public uint BinaryEncodingId => EncodingId;

    /// <summary>The node of its binary encoding.</summary>
    public NodeId DefaultEncodingId { get; init; }

    /// <summary>What it is a subtype of.</summary>
    public NodeId BaseDataType { get; init; }

    public StructureType StructureType { get; init; }

    /// <summary>Its members in their order, those of its supertypes first.</summary>
    public StructureField[] Fields { get; init; } = [];

    public static StructureDefinition Decode(ref UaReader reader) => new()
    {
        DefaultEncodingId = reader.ReadNodeId(),
        BaseDataType = reader.ReadNodeId(),
        StructureType = (StructureType)reader.ReadInt32(),
        Fields = reader.ReadArray<StructureField>(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(DefaultEncodingId);
        writer.Write(BaseDataType);
        writer.Write((int)StructureType);
        writer.WriteArray(Fields);
    }
}
