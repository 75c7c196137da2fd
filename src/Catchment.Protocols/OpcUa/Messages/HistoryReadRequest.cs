using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Which values did nodes have? Source: OPC 10000-4, 5.11.3.</summary>
internal sealed record HistoryReadRequest : IServiceRequest, IUaDecodable<HistoryReadRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 664;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public ExtensionObject? HistoryReadDetails { get; init; }

    public TimestampsToReturn TimestampsToReturn { get; init; }

    /// <summary>Gives the points back without results.</summary>
    public bool ReleaseContinuationPoints { get; init; }

    public HistoryReadValueId[] NodesToRead { get; init; } = [];

    public static HistoryReadRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        HistoryReadDetails = reader.ReadExtensionObject(),
        TimestampsToReturn = (TimestampsToReturn)reader.ReadInt32(),
        ReleaseContinuationPoints = reader.ReadBoolean(),
        NodesToRead = reader.ReadArray<HistoryReadValueId>(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(HistoryReadDetails);
        writer.Write((int)TimestampsToReturn);
        writer.Write(ReleaseContinuationPoints);
        writer.WriteArray(NodesToRead);
    }
}
