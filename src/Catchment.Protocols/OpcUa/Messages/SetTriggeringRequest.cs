using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Lets an item cause others to be told. Source: OPC 10000-4, 5.13.5.</summary>
internal sealed record SetTriggeringRequest : IServiceRequest, IUaDecodable<SetTriggeringRequest>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 775;

    public uint BinaryEncodingId => EncodingId;

    public RequestHeader RequestHeader { get; set; } = RequestHeader.Empty;

    public uint SubscriptionId { get; init; }

    public uint TriggeringItemId { get; init; }

    public uint[] LinksToAdd { get; init; } = [];

    public uint[] LinksToRemove { get; init; } = [];

    public static SetTriggeringRequest Decode(ref UaReader reader) => new()
    {
        RequestHeader = RequestHeader.Decode(ref reader),
        SubscriptionId = reader.ReadUInt32(),
        TriggeringItemId = reader.ReadUInt32(),
        LinksToAdd = reader.ReadUInt32s(),
        LinksToRemove = reader.ReadUInt32s(),
    };

    public void Encode(UaWriter writer)
    {
        RequestHeader.Encode(writer);
        writer.Write(SubscriptionId);
        writer.Write(TriggeringItemId);
        writer.WriteArray(LinksToAdd);
        writer.WriteArray(LinksToRemove);
    }
}
