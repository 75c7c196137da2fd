using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The server's addresses. Source: OPC 10000-4, 5.5.4.</summary>
internal sealed record GetEndpointsResponse : IServiceResponse, IUaDecodable<GetEndpointsResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 431;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public EndpointDescription[] Endpoints { get; init; } = [];

    public static GetEndpointsResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        Endpoints = reader.ReadArray<EndpointDescription>(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.WriteArray(Endpoints);
    }
}
