using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Which values do attributes have? Source: OPC 10000-4, 5.11.2.</summary>
internal sealed record ReadRequest : IServiceRequest, IUaDecodable<ReadRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 631;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    /// <summary>Milliseconds that a value may be old.</summary>
    public double MaxAge { get; init; }

    public TimestampsToReturn TimestampsToReturn { get; init; }

    public ReadValueId[] NodesToRead { get; init; } = [];

    public static ReadRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        MaxAge = reader.ReadDouble(),
        TimestampsToReturn = (TimestampsToReturn)reader.ReadInt32(),
        NodesToRead = reader.ReadArray<ReadValueId>(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(MaxAge);
        writer.Write((int)TimestampsToReturn);
        writer.WriteArray(NodesToRead);
    }
}
