using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The references of a node. Source: OPC 10000-4, 7.6.</summary>
internal sealed record BrowseResult : IUaDecodable<BrowseResult>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 524;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 12;

    public StatusCode StatusCode { get; init; }

    /// <summary>Where to go on; null: that was all.</summary>
    public byte[]? ContinuationPoint { get; init; }

    public ReferenceDescription[] References { get; init; } = [];

    public static BrowseResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        ContinuationPoint = reader.ReadByteString(),
        References = reader.ReadArray<ReferenceDescription>(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(StatusCode);
        writer.WriteByteString(ContinuationPoint);
        writer.WriteArray(References);
    }
}
