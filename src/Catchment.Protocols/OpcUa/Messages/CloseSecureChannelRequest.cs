using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Closes the secure channel. Source: OPC 10000-4, 5.6.3.</summary>
internal sealed record CloseSecureChannelRequest : IServiceRequest, IUaDecodable<CloseSecureChannelRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 452;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public static CloseSecureChannelRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
    };

    public void Encode(UaWriter writer) => RequestHeader.Encode(writer);
}
