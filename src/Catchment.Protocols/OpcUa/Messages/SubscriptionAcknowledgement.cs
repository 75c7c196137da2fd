using System.Runtime.InteropServices;
using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A message that has arrived. Source: OPC 10000-4, 5.14.5.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SubscriptionAcknowledgement : IUaDecodable<SubscriptionAcknowledgement>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 823;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 8;

    public uint SubscriptionId { get; init; }

    public uint SequenceNumber { get; init; }

    public static SubscriptionAcknowledgement Decode(ref UaReader reader) => new()
    {
        SubscriptionId = reader.ReadUInt32(),
        SequenceNumber = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(SubscriptionId);
        writer.Write(SequenceNumber);
    }
}
