using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The history of a node. Source: OPC 10000-4, 5.11.3.</summary>
internal sealed record HistoryReadResult : IUaDecodable<HistoryReadResult>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 640;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 11;

    public StatusCode StatusCode { get; init; }

    /// <summary>Where to go on; null: that was all.</summary>
    public byte[]? ContinuationPoint { get; init; }

    public ExtensionObject? HistoryData { get; init; }

    public static HistoryReadResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        ContinuationPoint = reader.ReadByteString(),
        HistoryData = reader.ReadExtensionObject(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(StatusCode);
        writer.WriteByteString(ContinuationPoint);
        writer.Write(HistoryData);
    }
}
