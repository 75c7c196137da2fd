using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>A way in which users may name themselves. Source: OPC 10000-4, 7.42.</summary>
internal sealed record UserTokenPolicy : IUaDecodable<UserTokenPolicy>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 306;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 20;

    /// <summary>What a user's token refers to.</summary>
    public string? PolicyId { get; init; }

    public UserTokenType TokenType { get; init; }

    public string? IssuedTokenType { get; init; }

    public string? IssuerEndpointUrl { get; init; }

    /// <summary>How a secret is encrypted; null: as the channel does.</summary>
    public string? SecurityPolicyUri { get; init; }

    public static UserTokenPolicy Decode(ref UaReader reader) => new()
    {
        PolicyId = reader.ReadString(),
        TokenType = (UserTokenType)reader.ReadInt32(),
        IssuedTokenType = reader.ReadString(),
        IssuerEndpointUrl = reader.ReadString(),
        SecurityPolicyUri = reader.ReadString(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(PolicyId);
        writer.Write((int)TokenType);
        writer.Write(IssuedTokenType);
        writer.Write(IssuerEndpointUrl);
        writer.Write(SecurityPolicyUri);
    }
}
