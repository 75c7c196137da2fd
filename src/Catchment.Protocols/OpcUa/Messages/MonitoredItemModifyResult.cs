using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>How an item is watched now. Source: OPC 10000-4, 5.13.3.</summary>
internal sealed record MonitoredItemModifyResult : IUaDecodable<MonitoredItemModifyResult>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 760;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 19;

    public StatusCode StatusCode { get; init; }

    /// <summary>Milliseconds.</summary>
    public double RevisedSamplingInterval { get; init; }

    public uint RevisedQueueSize { get; init; }

    public ExtensionObject? FilterResult { get; init; }

    public static MonitoredItemModifyResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        RevisedSamplingInterval = reader.ReadDouble(),
        RevisedQueueSize = reader.ReadUInt32(),
        FilterResult = reader.ReadExtensionObject(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(StatusCode);
        writer.Write(RevisedSamplingInterval);
        writer.Write(RevisedQueueSize);
        writer.Write(FilterResult);
    }
}
