using System.Net;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.OpcUa;

/// <summary>The folder of certificates as the settings have it.</summary>
public static class OpcUaCertificates
{
    private const string FolderName = "opcua-certificates";

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
        return new CertificateStore(FolderOf(options, stateFolder), new CertificateStoreOptions { Acceptance = acceptance, Time = time }, logger);
    }

    /// <summary>The server's own certificate, which is made where there is none.</summary>
    internal static ApplicationCertificate OpenOwn(CertificateStore store, OpcUaOptions options, IEnumerable<IPEndPoint> listen) => store.OpenOwn(new ApplicationCertificateRequest
    {
        ApplicationUri = ApplicationUriOf(options),
        CommonName = options.ServerName,
        Organization = "Catchment",
        Hosts = [.. new[] { Dns.GetHostName(), "localhost" }.Concat(listen.Select(static endpoint => endpoint.Address).Where(static address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)).Select(static address => address.ToString())).Distinct(StringComparer.OrdinalIgnoreCase)],
    });
}
