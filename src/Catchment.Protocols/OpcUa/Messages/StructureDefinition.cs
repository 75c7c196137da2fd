using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What a structure is made of. Source: OPC 10000-3, 8.49.</summary>
internal sealed record StructureDefinition : IUaStructure
{
    public uint BinaryEncodingId => 122;

    /// <summary>The node of its binary encoding.</summary>
    public NodeId DefaultEncodingId { get; init; }

    /// <summary>What it is a subtype of.</summary>
    public NodeId BaseDataType { get; init; }

    /// <summary>Its members in their order, those of its supertypes first.</summary>
    public StructureField[] Fields { get; init; } = [];

    public void Encode(UaWriter writer)
    {
        writer.Write(DefaultEncodingId);
        writer.Write(BaseDataType);
        writer.Write(0); // All members are always there.
        writer.WriteArray(Fields);
    }
}
