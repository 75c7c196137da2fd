using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The values of an enumeration, or the bits of an option set. Source: OPC 10000-3, 8.50.</summary>
internal sealed record EnumDefinition : IUaStructure
{
    public uint BinaryEncodingId => 123;

    /// <summary>The values.</summary>
    public EnumField[] Fields { get; init; } = [];

    public void Encode(UaWriter writer) => writer.WriteArray(Fields);
}
