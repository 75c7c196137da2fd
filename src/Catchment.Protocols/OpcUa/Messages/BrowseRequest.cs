using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Which references do nodes have? Source: OPC 10000-4, 5.9.2.</summary>
internal sealed record BrowseRequest : IServiceRequest, IUaDecodable<BrowseRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 527;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public ViewDescription View { get; init; } = ViewDescription.Empty;

    /// <summary>0: as many as the server gives.</summary>
    public uint RequestedMaxReferencesPerNode { get; init; }

    public BrowseDescription[] NodesToBrowse { get; init; } = [];

    public static BrowseRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        View = ViewDescription.Decode(ref reader),
        RequestedMaxReferencesPerNode = reader.ReadUInt32(),
        NodesToBrowse = reader.ReadArray<BrowseDescription>(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        View.Encode(writer);
        writer.Write(RequestedMaxReferencesPerNode);
        writer.WriteArray(NodesToBrowse);
    }
}
