using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa;

/// <summary>An argument of a method. Source: OPC 10000-3, 8.6.</summary>
public sealed record Argument : IUaDecodable<Argument>
{
    internal const uint EncodingId = 298;

    /// <inheritdoc/>
    public uint BinaryEncodingId => EncodingId;

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>The node of its data type.</summary>
    public NodeId DataType { get; init; }

    /// <summary>−1: one value; 1 and more: an array of so many dimensions.</summary>
    public int ValueRank { get; init; } = -1;

    /// <summary>Lengths of the dimensions; 0: any.</summary>
    public uint[] ArrayDimensions { get; init; } = [];

    /// <summary>What it is for.</summary>
    public LocalizedText Description { get; init; }

    static Argument IUaDecodable<Argument>.Decode(ref UaReader reader) => new()
    {
        Name = reader.ReadString(),
        DataType = reader.ReadNodeId(),
        ValueRank = reader.ReadInt32(),
        ArrayDimensions = reader.ReadUInt32s(),
        Description = reader.ReadLocalizedText(),
    };

    /// <inheritdoc/>
    public void Encode(UaWriter writer)
    {
        writer.Write(Name);
        writer.Write(DataType);
        writer.Write(ValueRank);
        writer.WriteArray(ArrayDimensions);
        writer.Write(Description);
    }
}
