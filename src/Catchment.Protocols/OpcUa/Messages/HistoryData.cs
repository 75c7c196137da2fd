using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Values of a node in the order of their times. Source: OPC 10000-11, 6.6.2.</summary>
internal sealed record HistoryData : IUaDecodable<HistoryData>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 658;

    public uint BinaryEncodingId => EncodingId;

    public DataValue[] DataValues { get; init; } = [];

    public static HistoryData Decode(ref UaReader reader) => new()
    {
        DataValues = reader.ReadDataValues(),
    };

    public void Encode(UaWriter writer) => writer.WriteArray(DataValues);
}
