using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa;

/// <summary>A value of an enumeration. Source: OPC 10000-3, 8.39.</summary>
public sealed record EnumValueType : IUaDecodable<EnumValueType>
{
    internal const uint EncodingId = 8251;

    /// <inheritdoc/>
    public uint BinaryEncodingId => EncodingId;

    /// <summary>The value.</summary>
    public long Value { get; init; }

    /// <summary>Its name.</summary>
    public LocalizedText DisplayName { get; init; }

    /// <summary>What it means.</summary>
    public LocalizedText Description { get; init; }

    static EnumValueType IUaDecodable<EnumValueType>.Decode(ref UaReader reader) => new()
    {
        Value = reader.ReadInt64(),
        DisplayName = reader.ReadLocalizedText(),
        Description = reader.ReadLocalizedText(),
    };

    /// <inheritdoc/>
    public void Encode(UaWriter writer)
    {
        writer.Write(Value);
        writer.Write(DisplayName);
        writer.Write(Description);
    }
}
