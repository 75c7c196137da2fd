using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A value of an enumeration with its name. Source: OPC 10000-3, 8.52.</summary>
internal sealed record EnumField : IUaStructure
{
    public uint BinaryEncodingId => 14845;

    /// <summary>The value; of an option set the number of the bit.</summary>
    public long Value { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    public void Encode(UaWriter writer)
    {
        writer.Write(Value);
        writer.Write(new LocalizedText(Name));
        writer.Write(default(LocalizedText));
        writer.Write(Name);
    }
}
