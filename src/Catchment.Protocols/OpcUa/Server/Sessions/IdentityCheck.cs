using System.Security.Cryptography;
using System.Text;
using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server.Connections;

namespace Catchment.Protocols.OpcUa.Server.Sessions;

/// <summary>Finds out who a user is by the token that he gives. Source: OPC 10000-4, 5.6.3 and 7.41.</summary>
/// <param name="options">Who may come in, and how.</param>
internal sealed class IdentityCheck(OpcUaServerOptions options)
{
    private const int MaxToldName = 128;

    private readonly PasswordThrottle _throttle = new(options.Time);

    /// <summary>Who it is.</summary>
    /// <exception cref="OpcUaException">
    /// BadIdentityTokenInvalid: it is no token of this server's; BadIdentityTokenRejected: it is not let in; BadUserSignatureInvalid: the certificate is not proved to be the
    /// user's; BadUserAccessDenied: the password is wrong.
    /// </exception>
    public async ValueTask<OpcUaUser> CheckAsync(ServerConnection connection, byte[] nonce, ActivateSessionRequest request, CancellationToken cancellation)
    {
        var channel = connection.Channel.Channel!;
        switch (Decode(request.UserIdentityToken))
        {
            case AnonymousIdentityToken anonymous:
                if (anonymous.PolicyId is not (null or "" or UserTokenPolicies.AnonymousPolicy))
                    throw new OpcUaException(StatusCodes.BadIdentityTokenInvalid);
                return options.AllowAnonymous ? OpcUaUser.Anonymous : throw new OpcUaException(StatusCodes.BadIdentityTokenRejected);
            case UserNameIdentityToken { UserName: { Length: > 0 } name } user when options.CheckUser is not null:
                if (user.PolicyId != UserTokenPolicies.UserNamePolicy)
                    throw new OpcUaException(StatusCodes.BadIdentityTokenInvalid);
                if (!_throttle.MayTry(connection.Peer.Address, out var isFirst))
                {
                    if (isFirst)
                        OpcUaServerLog.Throttled(options.Logger, connection.Peer);
                    throw new OpcUaException(StatusCodes.BadUserAccessDenied);
                }

                if (await options.CheckUser(name, Password(user, channel, nonce), cancellation) is { } known)
                {
                    _throttle.Succeeded(connection.Peer.Address);
                    return known;
                }

                _throttle.Failed(connection.Peer.Address);
                var told = name.Length > MaxToldName ? name[..MaxToldName] : name;
                OpcUaServerLog.UserRejected(options.Logger, connection.Peer, told);
                options.Observer?.UserRejected(connection.Peer, told);
                throw new OpcUaException(StatusCodes.BadUserAccessDenied);
            case X509IdentityToken x509 when options.UserCertificateStore is { } store:
                if (x509.PolicyId != UserTokenPolicies.CertificatePolicy)
                    throw new OpcUaException(StatusCodes.BadIdentityTokenInvalid);
                return CheckCertificate(connection, store, x509, nonce, request.UserTokenSignature);
            case UserNameIdentityToken or X509IdentityToken or IssuedIdentityToken:
                throw new OpcUaException(StatusCodes.BadIdentityTokenRejected);
            default:
                throw new OpcUaException(StatusCodes.BadIdentityTokenInvalid);
        }
    }

    private OpcUaUser CheckCertificate(ServerConnection connection, CertificateStore store, X509IdentityToken token, byte[] nonce, SignatureData signature)
    {
        CertificateChain chain;
        try
        {
            chain = CertificateChain.Decode(token.CertificateData);
            using var key = chain.Leaf.OpenKey();

            // First of all, so that nobody has a certificate kept that is not his.
            if (!NonceSignature.Verifies(key, UserTokenPolicies.SignaturePolicy(connection.Channel.Channel!.Policy), options.Certificate!, nonce, signature))
                throw new OpcUaException(StatusCodes.BadUserSignatureInvalid);
        }
        catch (OpcUaException e) when (e.Status != StatusCodes.BadUserSignatureInvalid)
        {
            throw new OpcUaException(StatusCodes.BadIdentityTokenInvalid, e.Message, e);
        }

        var user = new OpcUaUser(chain.Leaf.SubjectText) { CertificateThumbprint = chain.Leaf.ThumbprintText };
        if (store.Validate(chain, CertificateExpectation.User).IsGood)
            return user;
        options.Observer?.UserRejected(connection.Peer, user.Name!);
        throw new OpcUaException(StatusCodes.BadIdentityTokenRejected);
    }

    private IUaStructure? Decode(ExtensionObject? token)
    {
        if (token is null || (token.TypeId.IsNull && token.Structure is null))
            return new AnonymousIdentityToken();
        try
        {
            return StructureTypes.Decode(token, options.Limits);
        }
        catch (OpcUaException)
        {
            return null;
        }
    }

    private string Password(UserNameIdentityToken user, SecureChannel channel, byte[] nonce)
    {
        var policy = UserTokenPolicies.PasswordPolicy(options, channel.Policy) ?? throw new OpcUaException(StatusCodes.BadIdentityTokenRejected);

        // In plain only where nobody can read along, or where the owner wants it so.
        if (channel.Mode == MessageSecurityMode.SignAndEncrypt && string.IsNullOrEmpty(user.EncryptionAlgorithm))
            policy = SecurityPolicy.None;
        var password = UserTokens.DecryptPassword(policy, options.Certificate, user.EncryptionAlgorithm, user.Password, nonce);
        try
        {
            return Encoding.UTF8.GetString(password);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }
}
