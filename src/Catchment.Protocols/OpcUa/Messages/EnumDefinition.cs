using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The values of an enumeration, or the bits of an option set. Source: OPC 10000-3, 8.50.</summary>
internal sealed record EnumDefinition : IUaDecodable<EnumDefinition>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 123;

    public uint BinaryEncodingId => EncodingId;

    /// <summary>The values.</summary>
    public EnumField[] Fields { get; init; } = [];

    public static EnumDefinition Decode(ref UaReader reader) => new()
    {
        Fields = reader.ReadArray<EnumField>(),
    };

    public void Encode(UaWriter writer) => writer.WriteArray(Fields);
}
