using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A channel's keys, by name and age. Source: OPC 10000-4, 5.6.2.</summary>
internal sealed record ChannelSecurityToken : IUaDecodable<ChannelSecurityToken>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 443;

    /// <summary>With nothing told.</summary>
    public static ChannelSecurityToken Empty { get; } = new();

    public uint BinaryEncodingId => EncodingId;

    public uint ChannelId { get; init; }

    public uint TokenId { get; init; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Milliseconds.</summary>
    public uint RevisedLifetime { get; init; }

    public static ChannelSecurityToken Decode(ref UaReader reader) => new()
    {
        ChannelId = reader.ReadUInt32(),
        TokenId = reader.ReadUInt32(),
        CreatedAt = reader.ReadDateTime(),
        RevisedLifetime = reader.ReadUInt32(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(ChannelId);
        writer.Write(TokenId);
        writer.Write(CreatedAt);
        writer.Write(RevisedLifetime);
    }
}
