using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>An address of a server with its security. Source: OPC 10000-4, 7.14.</summary>
internal sealed record EndpointDescription : IUaDecodable<EndpointDescription>
{
    /// <summary>The number of its binary encoding.</summary>
    public const uint EncodingId = 314;

    public uint BinaryEncodingId => EncodingId;

    public static int LeastSize => 50;

    public string? EndpointUrl { get; init; }

    public ApplicationDescription Server { get; init; } = ApplicationDescription.Empty;

    public byte[]? ServerCertificate { get; init; }

    public MessageSecurityMode SecurityMode { get; init; }

    public string? SecurityPolicyUri { get; init; }

    public UserTokenPolicy[] UserIdentityTokens { get; init; } = [];

    public string? TransportProfileUri { get; init; }

    /// <summary>The higher, the safer.</summary>
    public byte SecurityLevel { get; init; }

    public static EndpointDescription Decode(ref UaReader reader) => new()
    {
        EndpointUrl = reader.ReadString(),
        Server = ApplicationDescription.Decode(ref reader),
        ServerCertificate = reader.ReadByteString(),
        SecurityMode = (MessageSecurityMode)reader.ReadInt32(),
        SecurityPolicyUri = reader.ReadString(),
        UserIdentityTokens = reader.ReadArray<UserTokenPolicy>(),
        TransportProfileUri = reader.ReadString(),
        SecurityLevel = reader.ReadByte(),
    };

    public void Encode(UaWriter writer)
    {
        writer.Write(EndpointUrl);
        Server.Encode(writer);
        writer.WriteByteString(ServerCertificate);
        writer.Write((int)SecurityMode);
        writer.Write(SecurityPolicyUri);
        writer.WriteArray(UserIdentityTokens);
        writer.Write(TransportProfileUri);
        writer.Write(SecurityLevel);
    }
}
