using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>An application that may be found. Source: OPC 10000-4, 7.2.</summary>
internal sealed record ApplicationDescription : IUaDecodable<ApplicationDescription>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 310;

    /// <summary>With nothing told.</summary>
    public static ApplicationDescription Empty { get; } = new();

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 25;

    /// <summary>What names the installation everywhere.</summary>
    public string? ApplicationUri { get; init; }

    public string? ProductUri { get; init; }

    public LocalizedText ApplicationName { get; init; }

    public ApplicationType ApplicationType { get; init; }

    public string? GatewayServerUri { get; init; }

    public string? DiscoveryProfileUri { get; init; }

    public string?[] DiscoveryUrls { get; init; } = [];

    public static ApplicationDescription Decode(ref UaReader reader) => new()
    {
        ApplicationUri = reader.ReadString(),
        ProductUri = reader.ReadString(),
        ApplicationName = reader.ReadLocalizedText(),
        ApplicationType = (ApplicationType)reader.ReadInt32(),
        GatewayServerUri = reader.ReadString(),
        DiscoveryProfileUri = reader.ReadString(),
        DiscoveryUrls = reader.ReadStrings(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(ApplicationUri);
        writer.Write(ProductUri);
        writer.Write(ApplicationName);
        writer.Write((int)ApplicationType);
        writer.Write(GatewayServerUri);
        writer.Write(DiscoveryProfileUri);
        writer.WriteArray(DiscoveryUrls);
    }
}
