using Catchment.Protocols.OpcUa.Client.Connections;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Client.Sessions;

/// <summary>Whether a server's certificate may be believed, and what people can do when either end does not believe the other.</summary>
internal static class ServerTrust
{
    /// <summary>The server's certificate of an endpoint, when it is needed and trusted.</summary>
    /// <exception cref="OpcUaException">The check that failed; the message says what to do.</exception>
    public static CertificateChain Check(EndpointDescription endpoint, OpcUaClientOptions options)
    {
        if (options.Store is not { } store)
            throw new OpcUaException(StatusCodes.BadConfigurationError, "A server's certificate can be checked only with a certificate store: name one.");
        if (endpoint.ServerCertificate is not { Length: > 0 } sent)
            throw new OpcUaException(StatusCodes.BadCertificateInvalid, $"{options.EndpointUrl} shows no certificate.");
        var chain = CertificateChain.Decode(sent);
        var expected = new CertificateExpectation(IsServer: true) { Host = options.ChecksHostName ? ChannelTarget.Open(options.EndpointUrl).Host : null, ApplicationUri = endpoint.Server.ApplicationUri };
        var validation = store.Validate(chain, expected);
        if (validation.IsGood)
            return chain;
        var advice = validation.KeptAt is { } file
            ? $" It lies in '{file}': if it is the server's, move it to '{Path.Combine(store.Folder, "trusted", "certs")}'."
            : "";
        throw new OpcUaException(validation.Status, $"The certificate of {options.EndpointUrl} is not accepted: {validation.Reason}.{advice}");
    }

    /// <summary>What a failure to open a channel or session means.</summary>
    public static OpcUaException Explain(OpcUaException e, OpcUaClientOptions options)
    {
        if (options.Certificate is { } own && options.Policy.IsSecure && IsAboutClient(e.Status))
        {
            var where = options.Store?.List().FirstOrDefault(c => c.State == CertificateState.Own && c.Thumbprint == own.Thumbprint)?.File;
            return new OpcUaException(
                e.Status,
                $"{options.EndpointUrl} refuses this client's certificate ({e.Status}). Let the server trust '{own.Subject}', SHA-1 {own.Thumbprint}{(where is null ? "" : $", which lies in '{where}'")}.",
                e);
        }

        if (e.Status == StatusCodes.BadUserAccessDenied || e.Status == StatusCodes.BadIdentityTokenRejected || e.Status == StatusCodes.BadIdentityTokenInvalid)
            return new OpcUaException(e.Status, $"{options.EndpointUrl} does not let the {options.Identity} in ({e.Message}).", e);
        return new OpcUaException(e.Status, e.Message, e);
    }

    private static bool IsAboutClient(StatusCode status) =>
        status == StatusCodes.BadSecurityChecksFailed
        || status == StatusCodes.BadCertificateUntrusted
        || status == StatusCodes.BadCertificateUriInvalid
        || status == StatusCodes.BadCertificateTimeInvalid
        || status == StatusCodes.BadCertificateUseNotAllowed
        || status == StatusCodes.BadCertificateChainIncomplete
        || status == StatusCodes.BadCertificateRevoked
        || status == StatusCodes.BadCertificateInvalid;
}
