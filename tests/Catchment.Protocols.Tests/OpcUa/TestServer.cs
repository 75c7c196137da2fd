using System.Net;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>Servers for tests, with certificates where they need them. Making a key takes long: all share two.</summary>
internal static class TestServer
{
    private static readonly Lazy<(ApplicationCertificate Server, ApplicationCertificate Client)> Made = new(() =>
    {
        using var folder = new TemporaryFolder();
        return (Own(Path.Combine(folder.FullPath, "server"), "urn:test:server"), Own(Path.Combine(folder.FullPath, "client"), "urn:test:client"));
    });

    public static ApplicationCertificate ServerCertificate => Made.Value.Server;

    public static ApplicationCertificate ClientCertificate => Made.Value.Client;

    /// <summary>A server without security on a free port.</summary>
    public static OpcUaServerOptions Plain { get; } = new() { Listen = [new IPEndPoint(IPAddress.Loopback, 0)], ApplicationUri = "urn:test:server" };

    /// <summary>A server whose clock a test moves. An answer may be with its client before its sender knows: it is not late for that.</summary>
    public static OpcUaServerOptions By(ManualTime time) => Plain with { Time = time, SendTimeout = TimeSpan.FromHours(1) };

    /// <summary>How the client connects to a server with security.</summary>
    public static TestChannelOptions Secured(MessageSecurityMode mode) => new()
    {
        Policy = SecurityPolicy.Basic256Sha256,
        Mode = mode,
        Certificate = ClientCertificate,
        ServerCertificate = ServerCertificate.RawData.ToArray(),
    };

    /// <summary>A server with every endpoint, whose store lies in a folder and knows the client.</summary>
    public static OpcUaServerOptions WithSecurity(string folder)
    {
        var store = new CertificateStore(folder);
        store.Trust(ClientCertificate.RawData.Span);
        return Plain with
        {
            Endpoints =
            [
                OpcUaEndpoint.None,
                new OpcUaEndpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign),
                new OpcUaEndpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.SignAndEncrypt),
            ],
            Certificate = ServerCertificate,
            CertificateStore = store,
            CheckUser = static (name, password, _) => ValueTask.FromResult(name == "anna" && password == "geheim" ? new OpcUaUser(name) : null),
        };
    }

    private static ApplicationCertificate Own(string folder, string uri) =>
        new CertificateStore(folder).OpenOwn(new ApplicationCertificateRequest { ApplicationUri = uri, CommonName = "Test", Hosts = ["localhost"] });
}
