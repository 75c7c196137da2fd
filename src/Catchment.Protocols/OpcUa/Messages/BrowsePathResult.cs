using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Where a way ends, or that it does not. Source: OPC 10000-4, 5.9.4.</summary>
internal sealed record BrowsePathResult : IUaDecodable<BrowsePathResult>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 551;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 8;

    public StatusCode StatusCode { get; init; }

    public BrowsePathTarget[] Targets { get; init; } = [];

    public static BrowsePathResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        Targets = reader.ReadArray<BrowsePathTarget>(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(StatusCode);
        writer.WriteArray(Targets);
    }
}
