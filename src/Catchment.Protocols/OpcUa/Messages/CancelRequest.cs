using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Takes back what was asked and is not answered yet. Source: OPC 10000-4, 5.7.5.</summary>
internal sealed record CancelRequest : IServiceRequest, IUaDecodable<CancelRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 479;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public uint RequestHandle { get; init; }

    public static CancelRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        RequestHandle = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(RequestHandle);
    }
}
