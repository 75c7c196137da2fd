using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Values at given times. Source: OPC 10000-11, 6.5.5.</summary>
internal sealed record ReadAtTimeDetails : IUaDecodable<ReadAtTimeDetails>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 655;

    public uint BinaryEncodingId => EncodingId;

    public DateTime[] ReqTimes { get; init; } = [];

    public bool UseSimpleBounds { get; init; }

    public static ReadAtTimeDetails Decode(ref UaReader reader) => new()
    {
        ReqTimes = reader.ReadDateTimes(),
        UseSimpleBounds = reader.ReadBoolean(),
    };

    public void Encode(UaWriter writer)
    {
        writer.WriteArray(ReqTimes);
        writer.Write(UseSimpleBounds);
    }
}
