using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>A server that takes no stranger, until somebody trusts it.</summary>
public sealed class TrustTests(OpcUaPeer peer) : IClassFixture<OpcUaPeer>
{
    [Fact]
    public async Task A_client_is_refused_until_its_certificate_is_trusted()
    {
        using var server = new ServedSpace { Acceptance = CertificateAcceptance.Reject };
        await server.InitializeAsync();
        try
        {
            var connection = new OpcUaConnection(server.Url) { Pki = peer.Certificates, Mode = "SignAndEncrypt" };
            await Should.ThrowAsync<NodePeerException>(() => peer.AskAsync("connect", connection));

            var rejected = server.Certificates.List().Single(c => c.State == CertificateState.Rejected);
            server.Certificates.Trust(rejected.Thumbprint);

            var name = await peer.ConnectAsync(connection);
            (await peer.AskAsync("read", new { name, nodes = new[] { "ns=2;s=fixed" } })).Texts("status").ShouldBe(["Good"]);
            await peer.AskAsync("close", new { name });
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
