using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Which servers does a discovery server know? Source: OPC 10000-4, 5.5.3.</summary>
internal sealed record FindServersOnNetworkRequest : IServiceRequest, IUaDecodable<FindServersOnNetworkRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 12208;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public uint StartingRecordId { get; init; }

    /// <summary>0: all.</summary>
    public uint MaxRecordsToReturn { get; init; }

    public string?[] ServerCapabilityFilter { get; init; } = [];

    public static FindServersOnNetworkRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        StartingRecordId = reader.ReadUInt32(),
        MaxRecordsToReturn = reader.ReadUInt32(),
        ServerCapabilityFilter = reader.ReadStrings(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(StartingRecordId);
        writer.Write(MaxRecordsToReturn);
        writer.WriteArray(ServerCapabilityFilter);
    }
}
