using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>How many requests were taken back. Source: OPC 10000-4, 5.7.5.</summary>
internal sealed record CancelResponse : IServiceResponse, IUaDecodable<CancelResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 482;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public uint CancelCount { get; init; }

    public static CancelResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        CancelCount = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.Write(CancelCount);
    }
}
