using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>A server that takes no stranger, until somebody trusts it.</summary>
public sealed class TrustTests(OpcUaPeer peer) : IClassFixture<OpcUaPeer>
{
    [Theory]
    [InlineData("None")]
    [InlineData("Sign")]
    [InlineData("SignAndEncrypt")]
    public async Task A_user_comes_with_a_certificate_once_it_is_trusted(string mode)
    {
        using var folder = new TemporaryFolder();
        using var user = new CertificateStore(folder.FullPath).OpenOwn(new ApplicationCertificateRequest { ApplicationUri = "urn:catchment:test:user", CommonName = "Anna" });
        using var server = new ServedSpace();
        await server.InitializeAsync();
        try
        {
            var connection = new OpcUaConnection(server.Url)
            {
                Pki = peer.Certificates,
                Mode = mode,
                UserCertificate = Path.Combine(folder.FullPath, "own", "cert.der"),
                UserKey = Path.Combine(folder.FullPath, "own", "private", "key.pem"),
            };
            (await peer.FailureAsync("connect", connection)).ShouldBe("BadIdentityTokenRejected");
            server.Users.Trust(user.Thumbprint).ShouldNotBeNull();

            var name = await peer.ConnectAsync(connection);
            (await peer.AskAsync("read", new { name, nodes = new[] { "ns=2;s=fixed" } })).Texts("status").ShouldBe(["Good"]);
            await peer.AskAsync("close", new { name });
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

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
