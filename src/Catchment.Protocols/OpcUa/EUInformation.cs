using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa;

/// <summary>A unit. Source: OPC 10000-8, 5.6.4.3.</summary>
public sealed record EUInformation : IUaDecodable<EUInformation>
{
    internal const uint EncodingId = 889;

    /// <inheritdoc/>
    public uint BinaryEncodingId => EncodingId;

    /// <summary>Who defines it; <c>http://www.opcfoundation.org/UA/units/un/cefact</c> for the common ones.</summary>
    public string? NamespaceUri { get; init; }

    /// <summary>Its number there; −1: it has none.</summary>
    public int UnitId { get; init; } = -1;

    /// <summary>Its symbol, for example °C.</summary>
    public LocalizedText DisplayName { get; init; }

    /// <summary>Its name, for example degree Celsius.</summary>
    public LocalizedText Description { get; init; }

    static EUInformation IUaDecodable<EUInformation>.Decode(ref UaReader reader) => new()
    {
        NamespaceUri = reader.ReadString(),
        UnitId = reader.ReadInt32(),
        DisplayName = reader.ReadLocalizedText(),
        Description = reader.ReadLocalizedText(),
    };

    /// <inheritdoc/>
    public void Encode(UaWriter writer)
    {
        writer.Write(NamespaceUri);
        writer.Write(UnitId);
        writer.Write(DisplayName);
        writer.Write(Description);
    }
}
