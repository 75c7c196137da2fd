using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Where do ways end? Source: OPC 10000-4, 5.9.4.</summary>
internal sealed record TranslateBrowsePathsToNodeIdsRequest : IServiceRequest, IUaDecodable<TranslateBrowsePathsToNodeIdsRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 554;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public BrowsePath[] BrowsePaths { get; init; } = [];

    public static TranslateBrowsePathsToNodeIdsRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        BrowsePaths = reader.ReadArray<BrowsePath>(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.WriteArray(BrowsePaths);
    }
}
