using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>How a subscription fares. Source: OPC 10000-4, 7.25.4.</summary>
internal sealed record StatusChangeNotification : IUaDecodable<StatusChangeNotification>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 820;

    public uint BinaryEncodingId => EncodingId;

    public StatusCode Status { get; init; }

    public DiagnosticInfo? DiagnosticInfo { get; init; }

    public static StatusChangeNotification Decode(ref UaReader reader) => new()
    {
        Status = reader.ReadStatusCode(),
        DiagnosticInfo = reader.ReadDiagnosticInfo(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(Status);
        writer.Write(DiagnosticInfo);
    }
}
