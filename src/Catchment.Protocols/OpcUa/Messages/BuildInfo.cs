using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Which product a server is. Source: OPC 10000-5, 12.4.</summary>
internal sealed record BuildInfo : IUaDecodable<BuildInfo>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 340;

    /// <summary>With nothing told.</summary>
    public static BuildInfo Empty { get; } = new();

    public uint BinaryEncodingId => EncodingId;

    public string? ProductUri { get; init; }

    public string? ManufacturerName { get; init; }

    public string? ProductName { get; init; }

    public string? SoftwareVersion { get; init; }

    public string? BuildNumber { get; init; }

    /// <summary>UTC.</summary>
    public DateTime BuildDate { get; init; }

    public static BuildInfo Decode(ref UaReader reader) => new()
    {
        ProductUri = reader.ReadString(),
        ManufacturerName = reader.ReadString(),
        ProductName = reader.ReadString(),
        SoftwareVersion = reader.ReadString(),
        BuildNumber = reader.ReadString(),
        BuildDate = reader.ReadDateTime(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(ProductUri);
        writer.Write(ManufacturerName);
        writer.Write(ProductName);
        writer.Write(SoftwareVersion);
        writer.Write(BuildNumber);
        writer.Write(BuildDate);
    }
}
