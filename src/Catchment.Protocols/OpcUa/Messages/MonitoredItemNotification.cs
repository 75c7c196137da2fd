using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A new value of an item. Source: OPC 10000-4, 7.25.2.</summary>
internal readonly record struct MonitoredItemNotification : IUaDecodable<MonitoredItemNotification>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 808;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 5;

    public uint ClientHandle { get; init; }

    public DataValue Value { get; init; }

    public static MonitoredItemNotification Decode(ref UaReader reader) => new()
    {
        ClientHandle = reader.ReadUInt32(),
        Value = reader.ReadDataValue(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(ClientHandle);
        writer.Write(Value);
    }
}
