using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The servers that are there. Source: OPC 10000-4, 5.5.2.</summary>
internal sealed record FindServersResponse : IServiceResponse, IUaDecodable<FindServersResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 425;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public ApplicationDescription[] Servers { get; init; } = [];

    public static FindServersResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Servers = reader.ReadArray<ApplicationDescription>(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.WriteArray(Servers);
    }
}
