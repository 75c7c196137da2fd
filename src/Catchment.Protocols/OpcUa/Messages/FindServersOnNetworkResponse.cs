using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The servers that a discovery server knows. Source: OPC 10000-4, 5.5.3.</summary>
internal sealed record FindServersOnNetworkResponse : IServiceResponse, IUaDecodable<FindServersOnNetworkResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 12209;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public DateTime LastCounterResetTime { get; init; }

    public ServerOnNetwork[] Servers { get; init; } = [];

    public static FindServersOnNetworkResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        LastCounterResetTime = reader.ReadDateTime(),
        Servers = reader.ReadArray<ServerOnNetwork>(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.Write(LastCounterResetTime);
        writer.WriteArray(Servers);
    }
}
