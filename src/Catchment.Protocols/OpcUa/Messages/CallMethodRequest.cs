using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A method to call. Source: OPC 10000-4, 5.12.2.</summary>
internal sealed record CallMethodRequest : IUaDecodable<CallMethodRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 706;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 8;

    public NodeId ObjectId { get; init; }

    public NodeId MethodId { get; init; }

    public Variant[] InputArguments { get; init; } = [];

    public static CallMethodRequest Decode(ref UaReader reader) => new()
    {
        ObjectId = reader.ReadNodeId(),
        MethodId = reader.ReadNodeId(),
        InputArguments = reader.ReadVariants(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(ObjectId);
        writer.Write(MethodId);
        writer.WriteArray(InputArguments);
    }
}
