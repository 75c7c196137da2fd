using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Nodes that will be used often. Source: OPC 10000-4, 5.9.5.</summary>
internal sealed record RegisterNodesRequest : IServiceRequest, IUaDecodable<RegisterNodesRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 560;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public NodeId[] NodesToRegister { get; init; } = [];

    public static RegisterNodesRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        NodesToRegister = reader.ReadNodeIds(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.WriteArray(NodesToRegister);
    }
}
