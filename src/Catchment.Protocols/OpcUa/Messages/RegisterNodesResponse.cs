using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Their ids from now on. Source: OPC 10000-4, 5.9.5.</summary>
internal sealed record RegisterNodesResponse : IServiceResponse, IUaDecodable<RegisterNodesResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 563;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public NodeId[] RegisteredNodeIds { get; init; } = [];

    public static RegisterNodesResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
        RegisteredNodeIds = reader.ReadNodeIds(),
    };

    public void Encode(UaWriter writer)
    {
        ResponseHeader.Encode(writer);
        writer.WriteArray(RegisteredNodeIds);
    }
}
