using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Ends a session. Source: OPC 10000-4, 5.7.4.</summary>
internal sealed record CloseSessionRequest : IServiceRequest, IUaDecodable<CloseSessionRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 473;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public bool DeleteSubscriptions { get; init; }

    public static CloseSessionRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        DeleteSubscriptions = reader.ReadBoolean(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(DeleteSubscriptions);
    }
}
