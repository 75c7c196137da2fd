using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The message again. Source: OPC 10000-4, 5.14.6.</summary>
internal sealed record RepublishResponse : IServiceResponse, IUaDecodable<RepublishResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 835;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public NotificationMessage NotificationMessage { get; init; } = NotificationMessage.Empty;

    public static RepublishResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        NotificationMessage = NotificationMessage.Decode(ref reader),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        NotificationMessage.Encode(writer);
    }
}
