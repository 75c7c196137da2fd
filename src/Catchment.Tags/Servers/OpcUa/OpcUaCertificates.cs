using System.Net;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.OpcUa;

/// <summary>The folder of certificates as the settings have it.</summary>
public static class OpcUaCertificates
{
    /// <summary>What the log advises whoever wants to let a peer in.</summary>
    internal const string Advice = "`catchment gateway certificates trust THUMBPRINT` lets it in, or the console's page of the gateway";

    private const string FolderName = "opcua-certificates";
    private const string UsersFolderName = "users";

    private static readonly Lock Opening = new();

    /// <summary>The server's URI: the one that is set, or one made of the computer's name.</summary>
    /// <param name="options">The settings.</param>
    public static string ApplicationUriOf(OpcUaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.ApplicationUri ?? $"urn:{Uri.EscapeDataString(Dns.GetHostName())}:catchment:gateway";
    }

    /// <summary>The folder.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="stateFolder">The gateway's own folder.</param>
    public static string FolderOf(OpcUaOptions options, string stateFolder)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Certificates ?? Path.Combine(stateFolder, FolderName);
    }

    /// <summary>The store in the folder.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="stateFolder">The gateway's own folder.</param>
    /// <param name="time">The clock that certificates are valid by.</param>
    /// <param name="logger">Told who is refused.</param>
    public static CertificateStore Open(OpcUaOptions options, string stateFolder, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        var acceptance = options.AcceptCertificates == OpcUaCertificatePolicy.Auto ? CertificateAcceptance.Auto : CertificateAcceptance.Reject;
        return new CertificateStore(FolderOf(options, stateFolder), new CertificateStoreOptions { Acceptance = acceptance, HowToTrust = Advice, Time = time }, logger);
    }

    /// <summary>The store of users' certificates, a folder within: nobody is trusted there whom no person has looked at.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="stateFolder">The gateway's own folder.</param>
    /// <param name="time">The clock that certificates are valid by.</param>
    /// <param name="logger">Told who is refused.</param>
    public static CertificateStore OpenUsers(OpcUaOptions options, string stateFolder, TimeProvider time, ILogger logger) =>
        new(Path.Combine(FolderOf(options, stateFolder), UsersFolderName), new CertificateStoreOptions { IsForUsers = true, HowToTrust = Advice, Time = time }, logger);

    /// <summary>
    /// Trusts a certificate as what it came, or trusts it no longer as anything. One that came as a client's and as a user's is trusted as the client's first, and only
    /// when it is judged again as the user's too: to let a program in is not to make somebody a user.
    /// </summary>
    /// <param name="clients">The store of clients.</param>
    /// <param name="users">The store of users.</param>
    /// <param name="thumbprint">Its SHA-1: 40 hexadecimal digits in any case.</param>
    /// <param name="isTrusted">It is trusted.</param>
    /// <returns>The certificate as it is now; null: there is none.</returns>
    /// <exception cref="OpcUaException">BadConfigurationError: the folder cannot be written.</exception>
    public static CertificateEntry? Judge(CertificateStore clients, CertificateStore users, string thumbprint, bool isTrusted)
    {
        ArgumentNullException.ThrowIfNull(clients);
        ArgumentNullException.ThrowIfNull(users);
        if (!isTrusted)
        {
            var client = clients.Reject(thumbprint);
            return users.Reject(thumbprint) ?? client;
        }

        var isTrustedClient = clients.List().Any(entry => entry.State == CertificateState.Trusted && entry.Thumbprint.Equals(thumbprint, StringComparison.OrdinalIgnoreCase));
        return isTrustedClient
            ? users.Trust(thumbprint) ?? clients.Trust(thumbprint)
            : clients.Trust(thumbprint) ?? users.Trust(thumbprint);
    }

    /// <summary>The gateway's own certificate, which is made where there is none.</summary>
    internal static ApplicationCertificate OpenOwn(CertificateStore store, OpcUaOptions options, IEnumerable<IPEndPoint> listen)
    {
        // Server and poller have a store each in one folder: what the first one makes, the other one has to find.
        lock (Opening)
        {
            return store.OpenOwn(new ApplicationCertificateRequest
            {
                ApplicationUri = ApplicationUriOf(options),
                CommonName = options.ServerName,
                Organization = "Catchment",
                Hosts = [.. new[] { Dns.GetHostName(), "localhost" }.Concat(listen.Select(static endpoint => endpoint.Address).Where(static address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)).Select(static address => address.ToString())).Distinct(StringComparer.OrdinalIgnoreCase)],
            });
        }
    }
}
