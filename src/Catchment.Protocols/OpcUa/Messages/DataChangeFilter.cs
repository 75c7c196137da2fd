using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Which changes of a value are told. Source: OPC 10000-4, 7.22.2.</summary>
internal sealed record DataChangeFilter : IUaDecodable<DataChangeFilter>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 724;

    public uint BinaryEncodingId => EncodingId;

    public DataChangeTrigger Trigger { get; init; }

    public DeadbandType DeadbandType { get; init; }

    /// <summary>In the value's unit, or percent of its range.</summary>
    public double DeadbandValue { get; init; }

    public static DataChangeFilter Decode(ref UaReader reader) => new()
    {
        Trigger = (DataChangeTrigger)reader.ReadInt32(),
        DeadbandType = (DeadbandType)reader.ReadUInt32(),
        DeadbandValue = reader.ReadDouble(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write((int)Trigger);
        writer.Write((uint)DeadbandType);
        writer.Write(DeadbandValue);
    }
}
