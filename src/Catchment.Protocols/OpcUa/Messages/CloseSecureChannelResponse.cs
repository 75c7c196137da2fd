using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Over TCP it is never sent. Source: OPC 10000-4, 5.6.3.</summary>
internal sealed record CloseSecureChannelResponse : IServiceResponse, IUaDecodable<CloseSecureChannelResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 455;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public static CloseSecureChannelResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
    };

    public void Encode(UaWriter writer) => ResponseHeader.Encode(writer);
}
