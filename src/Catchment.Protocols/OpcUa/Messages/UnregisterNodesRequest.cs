using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Nodes that will not be used often any more. Source: OPC 10000-4, 5.9.6.</summary>
internal sealed record UnregisterNodesRequest : IServiceRequest, IUaDecodable<UnregisterNodesRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 566;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public NodeId[] NodesToUnregister { get; init; } = [];

    public static UnregisterNodesRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        NodesToUnregister = reader.ReadNodeIds(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.WriteArray(NodesToUnregister);
    }
}
