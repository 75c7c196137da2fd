using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The session has ended. Source: OPC 10000-4, 5.7.4.</summary>
internal sealed record CloseSessionResponse : IServiceResponse, IUaDecodable<CloseSessionResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 476;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public static CloseSessionResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
    };

    public void Encode(UaWriter writer) => ResponseHeader.Encode(writer);
}
