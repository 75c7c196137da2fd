using Catchment.Protocols.OpcUa.Security;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Poller.OpcUa;

/// <summary>The gateway's certificates, as the poller uses them: its own, and those of the servers that it asks. Source: <c>tags</c> 10.1.</summary>
public sealed class PollerCertificates : IDisposable
{
    private readonly OpcUaOptions _options;
    private readonly Dictionary<OpcUaServerTrust, CertificateStore> _stores;
    private readonly Lock _gate = new();
    private ApplicationCertificate? _own;

    /// <summary>The certificates of the gateway.</summary>
    /// <param name="options">Where they are, and what the gateway calls itself.</param>
    /// <param name="stateFolder">The gateway's own folder.</param>
    /// <param name="time">The clock that certificates are valid by.</param>
    /// <param name="logger">Told who is refused.</param>
    public PollerCertificates(OpcUaOptions options, string stateFolder, TimeProvider time, ILogger logger)
    {
        _options = options;
        var folder = OpcUaCertificates.FolderOf(options, stateFolder);
        _stores = new Dictionary<OpcUaServerTrust, CertificateStore>
        {
            [OpcUaServerTrust.Auto] = Open(new CertificateStoreOptions { Acceptance = CertificateAcceptance.Auto, HowToTrust = OpcUaCertificates.Advice, Time = time }),
            [OpcUaServerTrust.Prompt] = Open(new CertificateStoreOptions { HowToTrust = OpcUaCertificates.Advice, Time = time }),
            [OpcUaServerTrust.Reject] = Open(new CertificateStoreOptions { MaxRejected = 0, Time = time }),
        };

        CertificateStore Open(CertificateStoreOptions how) => new(folder, how, logger);
    }

    /// <summary>The name of the gateway in all the world.</summary>
    public string ApplicationUri => OpcUaCertificates.ApplicationUriOf(_options);

    /// <summary>What decides about servers.</summary>
    /// <param name="trust">What becomes of a stranger.</param>
    public CertificateStore Store(OpcUaServerTrust trust) => _stores[trust];

    /// <summary>The gateway's own certificate, which is made where there is none; it goes with this object.</summary>
    /// <exception cref="Protocols.OpcUa.OpcUaException">It cannot be had; the message says what to do.</exception>
    public ApplicationCertificate Own()
    {
        lock (_gate)
            return _own ??= OpcUaCertificates.OpenOwn(Store(OpcUaServerTrust.Prompt), _options, _options.Listen.Select(OpcUaListen.Parse));
    }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();
}
