using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Goes on browsing. Source: OPC 10000-4, 5.9.3.</summary>
internal sealed record BrowseNextRequest : IServiceRequest, IUaDecodable<BrowseNextRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 533;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    /// <summary>Gives the points back without results.</summary>
    public bool ReleaseContinuationPoints { get; init; }

    public byte[]?[] ContinuationPoints { get; init; } = [];

    public static BrowseNextRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        ReleaseContinuationPoints = reader.ReadBoolean(),
        ContinuationPoints = reader.ReadByteStrings(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(ReleaseContinuationPoints);
        writer.WriteArray(ContinuationPoints);
    }
}
