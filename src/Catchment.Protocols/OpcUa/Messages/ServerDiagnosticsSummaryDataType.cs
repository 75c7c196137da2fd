using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What a server counts. Source: OPC 10000-5, 12.9.</summary>
internal sealed record ServerDiagnosticsSummaryDataType : IUaDecodable<ServerDiagnosticsSummaryDataType>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 861;

    public uint BinaryEncodingId => EncodingId;

    public uint ServerViewCount { get; init; }

    public uint CurrentSessionCount { get; init; }

    public uint CumulatedSessionCount { get; init; }

    public uint SecurityRejectedSessionCount { get; init; }

    public uint RejectedSessionCount { get; init; }

    public uint SessionTimeoutCount { get; init; }

    public uint SessionAbortCount { get; init; }

    public uint CurrentSubscriptionCount { get; init; }

    public uint CumulatedSubscriptionCount { get; init; }

    public uint PublishingIntervalCount { get; init; }

    public uint SecurityRejectedRequestsCount { get; init; }

    public uint RejectedRequestsCount { get; init; }

    public static ServerDiagnosticsSummaryDataType Decode(ref UaReader reader) => new()
    {
        ServerViewCount = reader.ReadUInt32(),
        CurrentSessionCount = reader.ReadUInt32(),
        CumulatedSessionCount = reader.ReadUInt32(),
        SecurityRejectedSessionCount = reader.ReadUInt32(),
        RejectedSessionCount = reader.ReadUInt32(),
        SessionTimeoutCount = reader.ReadUInt32(),
        SessionAbortCount = reader.ReadUInt32(),
        CurrentSubscriptionCount = reader.ReadUInt32(),
        CumulatedSubscriptionCount = reader.ReadUInt32(),
        PublishingIntervalCount = reader.ReadUInt32(),
        SecurityRejectedRequestsCount = reader.ReadUInt32(),
        RejectedRequestsCount = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(ServerViewCount);
        writer.Write(CurrentSessionCount);
        writer.Write(CumulatedSessionCount);
        writer.Write(SecurityRejectedSessionCount);
        writer.Write(RejectedSessionCount);
        writer.Write(SessionTimeoutCount);
        writer.Write(SessionAbortCount);
        writer.Write(CurrentSubscriptionCount);
        writer.Write(CumulatedSubscriptionCount);
        writer.Write(PublishingIntervalCount);
        writer.Write(SecurityRejectedRequestsCount);
        writer.Write(RejectedRequestsCount);
    }
}
