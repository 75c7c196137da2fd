using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>The part of the address space that is looked at; the null id: all of it. Source: OPC 10000-4, 7.45.</summary>
internal sealed record ViewDescription : IUaDecodable<ViewDescription>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 513;

    /// <summary>With nothing told.</summary>
    public static ViewDescription Empty { get; } = new();

    public uint BinaryEncodingId => EncodingId;

    public NodeId ViewId { get; init; }

    public DateTime Timestamp { get; init; }

    public uint ViewVersion { get; init; }

    public static ViewDescription Decode(ref UaReader reader) => new()
    {
        ViewId = reader.ReadNodeId(),
        Timestamp = reader.ReadDateTime(),
        ViewVersion = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(ViewId);
        writer.Write(Timestamp);
        writer.Write(ViewVersion);
    }
}
