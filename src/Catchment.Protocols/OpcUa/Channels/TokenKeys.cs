using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>The protection of both directions that follows from the nonces of both ends. Source: OPC 10000-6, 6.7.5.</summary>
internal static class TokenKeys
{
    /// <summary>Derives it.</summary>
    /// <param name="policy">The channel's policy.</param>
    /// <param name="mode">The channel's mode.</param>
    /// <param name="clientNonce">What the client gave to it.</param>
    /// <param name="serverNonce">What the server gave to it.</param>
    /// <param name="isServer">For the server's end.</param>
    public static (ChunkProtection Sending, ChunkProtection Receiving) Derive(
        SecurityPolicy policy,
        MessageSecurityMode mode,
        ReadOnlySpan<byte> clientNonce,
        ReadOnlySpan<byte> serverNonce,
        bool isServer)
    {
        if (!policy.IsSecure)
            return (ChunkProtection.None, ChunkProtection.None);
        var encrypts = mode == MessageSecurityMode.SignAndEncrypt;
        var client = new SymmetricProtection(SymmetricKeys.OfClient(clientNonce, serverNonce), encrypts);
        var server = new SymmetricProtection(SymmetricKeys.OfServer(clientNonce, serverNonce), encrypts);
        return isServer ? (server, client) : (client, server);
    }
}
