using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A member of a structure. Source: OPC 10000-3, 8.51.</summary>
internal sealed record StructureField : IUaStructure
{
    public uint BinaryEncodingId => 14844;

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>The node of its data type.</summary>
    public NodeId DataType { get; init; }

    /// <summary>−1: one value; 1 and more: an array of so many dimensions.</summary>
    public int ValueRank { get; init; } = -1;

    public void Encode(UaWriter writer)
    {
        writer.Write(Name);
        writer.Write(default(LocalizedText));
        writer.Write(DataType);
        writer.Write(ValueRank);
        writer.WriteArray(ValueRank > 0 ? new uint[ValueRank] : []);
        writer.Write(0u); // Texts of any length.
        writer.Write(false); // It is always there.
    }
}
