using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>They are forgotten. Source: OPC 10000-4, 5.9.6.</summary>
internal sealed record UnregisterNodesResponse : IServiceResponse, IUaDecodable<UnregisterNodesResponse>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 569;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public static UnregisterNodesResponse Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
    };

    public void Encode(UaWriter writer) => ResponseHeader.Encode(writer);
}
