using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>How an item is watched. Source: OPC 10000-4, 7.21.</summary>
internal sealed record MonitoringParameters : IUaDecodable<MonitoringParameters>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 742;

    /// <summary>With nothing told.</summary>
    public static MonitoringParameters Empty { get; } = new();

    public uint BinaryEncodingId => EncodingId;

    public uint ClientHandle { get; init; }

    /// <summary>Milliseconds; −1: as its subscription publishes, 0: as quickly as possible.</summary>
    public double SamplingInterval { get; init; }

    public ExtensionObject? Filter { get; init; }

    public uint QueueSize { get; init; }

    public bool DiscardOldest { get; init; }

    public static MonitoringParameters Decode(ref UaReader reader) => new()
    {
        ClientHandle = reader.ReadUInt32(),
        SamplingInterval = reader.ReadDouble(),
        Filter = reader.ReadExtensionObject(),
        QueueSize = reader.ReadUInt32(),
        DiscardOldest = reader.ReadBoolean(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(ClientHandle);
        writer.Write(SamplingInterval);
        writer.Write(Filter);
        writer.Write(QueueSize);
        writer.Write(DiscardOldest);
    }
}
