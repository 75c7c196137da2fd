using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>How a server fares. Source: OPC 10000-5, 12.10.</summary>
internal sealed record ServerStatusDataType : IUaDecodable<ServerStatusDataType>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 864;

    public uint BinaryEncodingId => EncodingId;

    /// <summary>UTC.</summary>
    public DateTime StartTime { get; init; }

    /// <summary>UTC.</summary>
    public DateTime CurrentTime { get; init; }

    public ServerState State { get; init; }

    public BuildInfo BuildInfo { get; init; } = BuildInfo.Empty;

    public uint SecondsTillShutdown { get; init; }

    public LocalizedText ShutdownReason { get; init; }

    public static ServerStatusDataType Decode(ref UaReader reader) => new()
    {
        StartTime = reader.ReadDateTime(),
        CurrentTime = reader.ReadDateTime(),
        State = (ServerState)reader.ReadInt32(),
        BuildInfo = BuildInfo.Decode(ref reader),
        SecondsTillShutdown = reader.ReadUInt32(),
        ShutdownReason = reader.ReadLocalizedText(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(StartTime);
        writer.Write(CurrentTime);
        writer.Write((int)State);
        BuildInfo.Encode(writer);
        writer.Write(SecondsTillShutdown);
        writer.Write(ShutdownReason);
    }
}
