using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Sets attributes. Source: OPC 10000-4, 5.11.4.</summary>
internal sealed record WriteRequest : IServiceRequest, IUaDecodable<WriteRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 673;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public WriteValue[] NodesToWrite { get; init; } = [];

    public static WriteRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        NodesToWrite = reader.ReadArray<WriteValue>(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.WriteArray(NodesToWrite);
    }
}
