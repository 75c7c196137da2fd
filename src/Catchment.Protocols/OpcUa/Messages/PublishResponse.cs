using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>News of a subscription. Source: OPC 10000-4, 5.14.5.</summary>
internal sealed record PublishResponse : IServiceResponse, IUaDecodable<PublishResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 829;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public uint SubscriptionId { get; init; }

    /// <summary>What can be asked for again.</summary>
    public uint[] AvailableSequenceNumbers { get; init; } = [];

    public bool MoreNotifications { get; init; }

    public NotificationMessage NotificationMessage { get; init; } = NotificationMessage.Empty;

    /// <summary>Of the acknowledgements.</summary>
    public StatusCode[] Results { get; init; } = [];

    public DiagnosticInfo?[] DiagnosticInfos { get; init; } = [];

    public static PublishResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        AvailableSequenceNumbers = reader.ReadUInt32s(),
        MoreNotifications = reader.ReadBoolean(),
        NotificationMessage = NotificationMessage.Decode(ref reader),
        Results = reader.ReadStatusCodes(),
        DiagnosticInfos = reader.ReadDiagnosticInfos(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.Write(SubscriptionId);
        writer.WriteArray(AvailableSequenceNumbers);
        writer.Write(MoreNotifications);
        NotificationMessage.Encode(writer);
        writer.WriteArray(Results);
        writer.WriteArray(DiagnosticInfos);
    }
}
