using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A request of a service that there is not here; what follows its header is not looked into. It is answered with BadServiceUnsupported.</summary>
/// <param name="BinaryEncodingId">Of the request; 0: no number of the standard's namespace.</param>
internal sealed record UnsupportedRequest(uint BinaryEncodingId) : IServiceRequest
{
    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public static UnsupportedRequest Decode(uint encodingId, ref UaReader reader) => new(encodingId) { RequestHeader = RequestHeader.Decode(ref reader) };

    public void Encode(UaWriter writer) => RequestHeader.Encode(writer);
}
