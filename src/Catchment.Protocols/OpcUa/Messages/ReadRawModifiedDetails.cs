using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Values of a time, as they came or as they were changed. Source: OPC 10000-11, 6.5.3.</summary>
internal sealed record ReadRawModifiedDetails : IUaDecodable<ReadRawModifiedDetails>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 649;

    public uint BinaryEncodingId => EncodingId;

    public bool IsReadModified { get; init; }

    public DateTime StartTime { get; init; }

    public DateTime EndTime { get; init; }

    /// <summary>0: all.</summary>
    public uint NumValuesPerNode { get; init; }

    public bool ReturnBounds { get; init; }

    public static ReadRawModifiedDetails Decode(ref UaReader reader) => new()
    {
        IsReadModified = reader.ReadBoolean(),
        StartTime = reader.ReadDateTime(),
        EndTime = reader.ReadDateTime(),
        NumValuesPerNode = reader.ReadUInt32(),
        ReturnBounds = reader.ReadBoolean(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(IsReadModified);
        writer.Write(StartTime);
        writer.Write(EndTime);
        writer.Write(NumValuesPerNode);
        writer.Write(ReturnBounds);
    }
}
