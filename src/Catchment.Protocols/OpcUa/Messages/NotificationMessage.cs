using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>News, numbered. Source: OPC 10000-4, 7.26.</summary>
internal sealed record NotificationMessage : IUaDecodable<NotificationMessage>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 805;

    /// <summary>With nothing told.</summary>
    public static NotificationMessage Empty { get; } = new();

    public uint BinaryEncodingId => EncodingId;

    public uint SequenceNumber { get; init; }

    /// <summary>UTC.</summary>
    public DateTime PublishTime { get; init; }

    public ExtensionObject?[] NotificationData { get; init; } = [];

    public static NotificationMessage Decode(ref UaReader reader) => new()
    {
        SequenceNumber = reader.ReadUInt32(),
        PublishTime = reader.ReadDateTime(),
        NotificationData = reader.ReadExtensionObjects(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(SequenceNumber);
        writer.Write(PublishTime);
        writer.WriteArray(NotificationData);
    }
}
