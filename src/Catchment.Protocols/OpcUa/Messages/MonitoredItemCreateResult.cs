using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>How an item is watched. Source: OPC 10000-4, 5.13.2.</summary>
internal sealed record MonitoredItemCreateResult : IUaDecodable<MonitoredItemCreateResult>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 748;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 23;

    public StatusCode StatusCode { get; init; }

    public uint MonitoredItemId { get; init; }

    /// <summary>Milliseconds.</summary>
    public double RevisedSamplingInterval { get; init; }

    public uint RevisedQueueSize { get; init; }

    public ExtensionObject? FilterResult { get; init; }

    public static MonitoredItemCreateResult Decode(ref UaReader reader) => new()
    {
        StatusCode = reader.ReadStatusCode(),
        MonitoredItemId = reader.ReadUInt32(),
        RevisedSamplingInterval = reader.ReadDouble(),
        RevisedQueueSize = reader.ReadUInt32(),
        FilterResult = reader.ReadExtensionObject(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(StatusCode);
        writer.Write(MonitoredItemId);
        writer.Write(RevisedSamplingInterval);
        writer.Write(RevisedQueueSize);
        writer.Write(FilterResult);
    }
}
