using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Calls methods. Source: OPC 10000-4, 5.12.2.</summary>
internal sealed record CallRequest : IServiceRequest, IUaDecodable<CallRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 712;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public CallMethodRequest[] MethodsToCall { get; init; } = [];

    public static CallRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        MethodsToCall = reader.ReadArray<CallMethodRequest>(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.WriteArray(MethodsToCall);
    }
}
