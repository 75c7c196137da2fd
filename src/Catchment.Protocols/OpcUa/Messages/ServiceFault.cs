using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The service failed as a whole; why stands in the header. Source: OPC 10000-4, 7.35.</summary>
internal sealed record ServiceFault : IServiceResponse, IUaDecodable<ServiceFault>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 397;

    public uint BinaryEncodingId => EncodingId;

    public ResponseHeader ResponseHeader { get; set; } = ResponseHeader.Empty;

    public static ServiceFault Decode(ref UaReader reader) => new()
    {
        ResponseHeader = ResponseHeader.Decode(ref reader),
    };

    public void Encode(UaWriter writer) => ResponseHeader.Encode(writer);
}
