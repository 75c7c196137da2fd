using System.Security.Cryptography;
using System.Text;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Client.Sessions;

/// <summary>Says who a session acts for. Source: OPC 10000-4, 7.41.</summary>
internal static class UserIdentity
{
    /// <summary>Makes a token as an endpoint takes it.</summary>
    /// <param name="options">Who it is.</param>
    /// <param name="endpoint">With the policies of its tokens.</param>
    /// <param name="server">The channel's certificate of the server; null without security.</param>
    /// <param name="nonce">The server's last.</param>
    /// <exception cref="OpcUaException">BadIdentityTokenRejected: the endpoint takes no such users; BadSecurityModeInsufficient: the password would be read by others.</exception>
    public static (IUaStructure Token, SignatureData Signature) Make(OpcUaClientOptions options, EndpointDescription endpoint, Certificate? server, byte[] nonce)
    {
        var identity = options.Identity;
        var type = identity.Name is not null ? UserTokenType.UserName : identity.Certificate is not null ? UserTokenType.Certificate : UserTokenType.Anonymous;
        var offered = endpoint.UserIdentityTokens.Where(t => t.TokenType == type).ToArray();
        if (offered.Length == 0 && !(type == UserTokenType.Anonymous && endpoint.UserIdentityTokens.Length == 0))
        {
            throw new OpcUaException(
                StatusCodes.BadIdentityTokenRejected,
                $"{options.EndpointUrl} takes no {identity} here. It takes: {string.Join(", ", endpoint.UserIdentityTokens.Select(t => t.TokenType).Distinct())}.");
        }

        // A password goes under the safest of the policies that are known here.
        var policy = offered.OrderByDescending(t => PolicyOf(t, options) is { IsSecure: true }).FirstOrDefault(t => PolicyOf(t, options) is not null) ?? offered.FirstOrDefault();
        switch (type)
        {
            case UserTokenType.UserName:
                return (Password(options, endpoint, server, nonce, policy!), SignatureData.Empty);
            case UserTokenType.Certificate:
                var shown = server ?? ServerTrust.Check(endpoint, options).Leaf;
                return (new X509IdentityToken { PolicyId = policy!.PolicyId, CertificateData = identity.Certificate!.RawData.ToArray() }, Sign(identity.Certificate, shown, nonce));
            default:
                return (new AnonymousIdentityToken { PolicyId = policy?.PolicyId }, SignatureData.Empty);
        }
    }

    /// <summary>Proves that a certificate is one's own.</summary>
    public static SignatureData Sign(ApplicationCertificate own, Certificate server, byte[] nonce)
    {
        var signature = new byte[own.Key.SignatureLength];
        own.Key.Sign([.. server.RawData.Span, .. nonce], signature);
        return new SignatureData { Algorithm = SecurityPolicy.Basic256Sha256.SignatureAlgorithm, Signature = signature };
    }

    private static SecurityPolicy? PolicyOf(UserTokenPolicy token, OpcUaClientOptions options) =>
        string.IsNullOrEmpty(token.SecurityPolicyUri) ? options.Policy : SecurityPolicy.TryParse(token.SecurityPolicyUri, out var policy) ? policy : null;

    private static UserNameIdentityToken Password(OpcUaClientOptions options, EndpointDescription endpoint, Certificate? server, byte[] nonce, UserTokenPolicy token)
    {
        var policy = PolicyOf(token, options)
            ?? throw new OpcUaException(StatusCodes.BadSecurityPolicyRejected, $"{options.EndpointUrl} wants passwords encrypted with {token.SecurityPolicyUri}, which is not known here.");
        if (!policy.IsSecure && options.Mode != MessageSecurityMode.SignAndEncrypt && !options.AllowPlainPassword)
        {
            throw new OpcUaException(
                StatusCodes.BadSecurityModeInsufficient,
                $"{options.EndpointUrl} wants the password in plain, where others can read it: use the mode {MessageSecurityMode.SignAndEncrypt}, or allow plain passwords.");
        }

        var plain = Encoding.UTF8.GetBytes(options.Identity.Password);
        try
        {
            using var key = policy.IsSecure ? (server ?? ServerTrust.Check(endpoint, options).Leaf).OpenKey() : null;
            return new UserNameIdentityToken
            {
                PolicyId = token.PolicyId,
                UserName = options.Identity.Name,
                Password = UserTokens.EncryptPassword(policy, key, plain, nonce),
                EncryptionAlgorithm = policy.EncryptionAlgorithm,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
