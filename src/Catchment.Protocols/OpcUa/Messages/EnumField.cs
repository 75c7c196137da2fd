using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A value of an enumeration with its name. Source: OPC 10000-3, 8.52.</summary>
internal sealed record EnumField : IUaDecodable<EnumField>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 14845;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 14;

    /// <summary>The value; of an option set the number of the bit.</summary>
    public long Value { get; init; }

    public LocalizedText DisplayName { get; init; }

    public LocalizedText Description { get; init; }

    public string? Name { get; init; }

    public static EnumField Decode(ref UaReader reader) => new()
    {
        Value = reader.ReadInt64(),
        DisplayName = reader.ReadLocalizedText(),
        Description = reader.ReadLocalizedText(),
        Name = reader.ReadString(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(Value);
        writer.Write(DisplayName);
        writer.Write(Description);
        writer.Write(Name);
    }
}
