using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.Tests.OpcUa.Client;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>Users who come with a certificate. Source: OPC 10000-4, 5.6.3 and 7.41.5.</summary>
public sealed class UserCertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CertificateStore _users;
    private readonly ApplicationCertificate _anna;

    public UserCertificateTests()
    {
        _users = new CertificateStore(Path.Combine(_folder.FullPath, "users"));
        _anna = new CertificateStore(Path.Combine(_folder.FullPath, "anna")).OpenOwn(new ApplicationCertificateRequest { ApplicationUri = "urn:test:anna", CommonName = "Anna" });
    }

    public void Dispose()
    {
        _anna.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(MessageSecurityMode.None)]
    [InlineData(MessageSecurityMode.Sign)]
    [InlineData(MessageSecurityMode.SignAndEncrypt)]
    public async Task A_trusted_user_comes_in_through_any_channel(MessageSecurityMode mode)
    {
        _users.Trust(_anna.RawData.Span);
        var recorder = new Recorder();
        await using var scene = Open(recorder);
        await using var client = await scene.ConnectAsync(As(scene, mode));
        client.State.ShouldBe(OpcUaClientState.Connected);
        recorder.Users.ShouldHaveSingleItem().ShouldBe(new OpcUaUser(_anna.Subject) { CertificateThumbprint = _anna.Thumbprint });
    }

    [Fact]
    public async Task A_user_who_is_not_trusted_is_kept_for_somebody_to_trust_him()
    {
        var recorder = new Recorder();
        await using var scene = Open(recorder);
        await using (var client = new OpcUaClient(As(scene, MessageSecurityMode.Sign)))
            (await Should.ThrowAsync<OpcUaException>(client.ConnectAsync())).Status.ShouldBe(StatusCodes.BadIdentityTokenRejected);
        recorder.Rejected.ShouldBe([_anna.Subject]);
        _users.List().ShouldHaveSingleItem().State.ShouldBe(CertificateState.Rejected);
        _users.Trust(_anna.Thumbprint).ShouldNotBeNull();
        await using var again = await scene.ConnectAsync(As(scene, MessageSecurityMode.Sign));
        again.State.ShouldBe(OpcUaClientState.Connected);
    }

    [Fact]
    public async Task An_application_that_is_trusted_is_no_user_by_that()
    {
        await using var scene = Open(new Recorder());
        await using var client = new OpcUaClient(As(scene, MessageSecurityMode.Sign) with { Identity = OpcUaIdentity.X509(TestServer.ClientCertificate) });
        (await Should.ThrowAsync<OpcUaException>(client.ConnectAsync())).Status.ShouldBe(StatusCodes.BadIdentityTokenRejected);
    }

    [Fact]
    public async Task A_certificate_without_its_owners_signature_is_refused_and_not_kept()
    {
        _users.Trust(_anna.RawData.Span);
        var stranger = TestServer.ClientCertificate;
        await using var server = OpcUaServer.Start(Options(new Recorder()));
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        await client.CreateSessionAsync();
        (await FailAsync(client, _anna, SignatureData.Empty)).ShouldBe(StatusCodes.BadUserSignatureInvalid);
        (await FailAsync(client, _anna, Sign(stranger, client.ServerNonce))).ShouldBe(StatusCodes.BadUserSignatureInvalid);
        (await FailAsync(client, _anna, Sign(_anna, new byte[32]))).ShouldBe(StatusCodes.BadUserSignatureInvalid);
        (await FailAsync(client, _anna, Sign(_anna, client.ServerNonce) with { Algorithm = null })).ShouldBe(StatusCodes.BadUserSignatureInvalid);
        (await FailAsync(client, stranger, SignatureData.Empty)).ShouldBe(StatusCodes.BadUserSignatureInvalid);
        (await FailAsync(client, _anna, Sign(_anna, client.ServerNonce), policy: "username")).ShouldBe(StatusCodes.BadIdentityTokenInvalid);
        (await client.FailureAsync(Activate(new X509IdentityToken { PolicyId = "certificate", CertificateData = [1, 2, 3] }, SignatureData.Empty))).ShouldBe(StatusCodes.BadIdentityTokenInvalid);
        (await client.FailureAsync(Activate(new X509IdentityToken { PolicyId = "certificate" }, SignatureData.Empty))).ShouldBe(StatusCodes.BadIdentityTokenInvalid);
        _users.List().ShouldHaveSingleItem().State.ShouldBe(CertificateState.Trusted);
        (await FailAsync(client, _anna, Sign(_anna, client.ServerNonce))).ShouldBe(StatusCodes.Good);
    }

    [Fact]
    public async Task Endpoints_tell_that_users_may_come_with_certificates()
    {
        await using var server = OpcUaServer.Start(Options(new Recorder()));
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        foreach (var endpoint in (await client.AskAsync<GetEndpointsResponse>(new GetEndpointsRequest())).Endpoints)
            endpoint.UserIdentityTokens.Single(t => t.TokenType == UserTokenType.Certificate).SecurityPolicyUri.ShouldBe(SecurityPolicy.Basic256Sha256.Uri);
    }

    [Fact]
    public void Without_a_certificate_of_its_own_a_server_takes_none_of_users() =>
        Should.Throw<OpcUaException>(() => OpcUaServer.Start(TestServer.Plain with { UserCertificateStore = _users })).Status.ShouldBe(StatusCodes.BadConfigurationError);

    private OpcUaServerOptions Options(IOpcUaServerObserver observer) =>
        TestServer.WithSecurity(Path.Combine(_folder.FullPath, "server")) with { UserCertificateStore = _users, AllowAnonymous = false, Observer = observer };

    private ClientScene Open(IOpcUaServerObserver observer) => ClientScene.Open(o => o with { UserCertificateStore = _users, AllowAnonymous = false, Observer = observer });

    private OpcUaClientOptions As(ClientScene scene, MessageSecurityMode mode) => scene.Secured(mode) with
    {
        Policy = mode == MessageSecurityMode.None ? SecurityPolicy.None : SecurityPolicy.Basic256Sha256,
        Identity = OpcUaIdentity.X509(_anna),
    };

    private static Task<StatusCode> FailAsync(TestChannel client, ApplicationCertificate user, SignatureData signature, string policy = "certificate") =>
        client.FailureAsync(Activate(new X509IdentityToken { PolicyId = policy, CertificateData = user.RawData.ToArray() }, signature));

    private static ActivateSessionRequest Activate(X509IdentityToken token, SignatureData signature) => new() { UserIdentityToken = new ExtensionObject(token), UserTokenSignature = signature };

    private static SignatureData Sign(ApplicationCertificate user, byte[] nonce)
    {
        var signature = new byte[user.Key.SignatureLength];
        user.Key.Sign([.. TestServer.ServerCertificate.RawData.Span, .. nonce], signature);
        return new SignatureData { Algorithm = SecurityPolicy.Basic256Sha256.SignatureAlgorithm, Signature = signature };
    }

    private sealed class Recorder : IOpcUaServerObserver
    {
        public List<OpcUaUser> Users { get; } = [];

        public List<string> Rejected { get; } = [];

        public void SessionActivated(System.Net.IPEndPoint peer, NodeId session, string name, string application, OpcUaUser user) => Users.Add(user);

        public void UserRejected(System.Net.IPEndPoint peer, string userName) => Rejected.Add(userName);
    }
}
