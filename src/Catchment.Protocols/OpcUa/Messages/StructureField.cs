using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A member of a structure. Source: OPC 10000-3, 8.51.</summary>
internal sealed record StructureField : IUaDecodable<StructureField>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 14844;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 20;

    public string? Name { get; init; }

    public LocalizedText Description { get; init; }

    /// <summary>The node of its data type.</summary>
    public NodeId DataType { get; init; }

    /// <summary>−1: one value; 1 and more: an array of so many dimensions.</summary>
    public int ValueRank { get; init; } = -1;

    /// <summary>Lengths; 0: any.</summary>
    public uint[] ArrayDimensions { get; init; } = [];

    /// <summary>Bytes; 0: any.</summary>
    public uint MaxStringLength { get; init; }

    /// <summary>Whether it may be absent; in structures of that kind only.</summary>
    public bool IsOptional { get; init; }

    public static StructureField Decode(ref UaReader reader) => new()
    {
        Name = reader.ReadString(),
        Description = reader.ReadLocalizedText(),
        DataType = reader.ReadNodeId(),
        ValueRank = reader.ReadInt32(),
        ArrayDimensions = reader.ReadUInt32s(),
        MaxStringLength = reader.ReadUInt32(),
        IsOptional = reader.ReadBoolean(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(Name);
        writer.Write(Description);
        writer.Write(DataType);
        writer.Write(ValueRank);
        writer.WriteArray(ArrayDimensions);
        writer.Write(MaxStringLength);
        writer.Write(IsOptional);
    }
}
