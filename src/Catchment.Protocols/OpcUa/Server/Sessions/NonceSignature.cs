using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Server.Sessions;

/// <summary>The proof that a certificate is one's own: a signature over the server's certificate and last nonce. Source: OPC 10000-4, 5.6.3 and 7.41.5.</summary>
internal static class NonceSignature
{
    /// <summary>Whether a signature proves it.</summary>
    /// <param name="key">The key of the certificate.</param>
    /// <param name="policy">What is signed with.</param>
    /// <param name="own">The server's certificate; some clients sign all of its chain.</param>
    /// <param name="nonce">What the server sent last in the session.</param>
    /// <param name="given">The signature.</param>
    public static bool Verifies(AsymmetricKey key, SecurityPolicy policy, ApplicationCertificate own, byte[] nonce, SignatureData given) =>
        given.Algorithm == policy.SignatureAlgorithm
        && (key.Verify([.. own.RawData.Span, .. nonce], given.Signature) || (own.Chain.Length != own.RawData.Length && key.Verify([.. own.Chain.Span, .. nonce], given.Signature)));
}
