using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A server that a discovery server knows of. Source: OPC 10000-4, 5.5.3.</summary>
internal sealed record ServerOnNetwork : IUaDecodable<ServerOnNetwork>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 12207;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 16;

    public uint RecordId { get; init; }

    public string? ServerName { get; init; }

    public string? DiscoveryUrl { get; init; }

    public string?[] ServerCapabilities { get; init; } = [];

    public static ServerOnNetwork Decode(ref UaReader reader) => new()
    {
        RecordId = reader.ReadUInt32(),
        ServerName = reader.ReadString(),
        DiscoveryUrl = reader.ReadString(),
        ServerCapabilities = reader.ReadStrings(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(RecordId);
        writer.Write(ServerName);
        writer.Write(DiscoveryUrl);
        writer.WriteArray(ServerCapabilities);
    }
}
