using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class OpcUaSecureChannelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<MessageSecurityMode> Modes => [MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_session_works_over_a_secured_channel_and_outlives_renewals(MessageSecurityMode mode)
    {
        await using var server = OpcUaServer.Start(TestServer.WithSecurity(_folder.FullPath));
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0], TestServer.Secured(mode));
        var created = await client.CreateSessionAsync();
        created.ServerEndpoints.Length.ShouldBe(3);
        created.ServerCertificate.ShouldBe(TestServer.ServerCertificate.RawData.ToArray());
        created.ServerSignature.Algorithm.ShouldBe(SecurityPolicy.Basic256Sha256.SignatureAlgorithm);
        await client.ActivateAsync();
        var first = client.Channel.Id;
        for (var i = 0; i < 5; i++)
        {
            var renewed = await client.RenewAsync();
            (renewed.SecurityToken.ChannelId, renewed.SecurityToken.TokenId).ShouldBe((first, (uint)i + 2));
            await client.AskAsync<GetEndpointsResponse>(new GetEndpointsRequest());
            await client.AskAsync<CancelResponse>(new CancelRequest { RequestHandle = 1 });
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task The_server_proves_to_own_its_certificate(MessageSecurityMode mode)
    {
        await using var server = OpcUaServer.Start(TestServer.WithSecurity(_folder.FullPath));
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0], TestServer.Secured(mode));
        byte[] nonce = [.. Enumerable.Repeat((byte)7, 32)];
        var created = await client.CreateSessionAsync(r => r with { ClientNonce = nonce });
        TestServer.ServerCertificate.Key.Verify([.. TestServer.ClientCertificate.RawData.Span, .. nonce], created.ServerSignature.Signature).ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_that_is_not_trusted_learns_no_more_than_that()
    {
        await using var server = OpcUaServer.Start(TestServer.WithSecurity(_folder.FullPath) with { CertificateStore = new CertificateStore(Path.Combine(_folder.FullPath, "other")) });
        var failure = await Should.ThrowAsync<OpcUaException>(() => TestChannel.OpenAsync(server.Endpoints[0], TestServer.Secured(MessageSecurityMode.Sign)));
        failure.Status.ShouldBe(StatusCodes.BadSecurityChecksFailed);
    }

    [Fact]
    public async Task A_mode_that_is_not_offered_is_refused()
    {
        var options = TestServer.WithSecurity(_folder.FullPath) with { Endpoints = [new OpcUaEndpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.SignAndEncrypt)] };
        await using var server = OpcUaServer.Start(options);
        var failure = await Should.ThrowAsync<OpcUaException>(() => TestChannel.OpenAsync(server.Endpoints[0], TestServer.Secured(MessageSecurityMode.Sign)));
        failure.Status.ShouldBe(StatusCodes.BadSecurityModeRejected);
    }

    [Fact]
    public async Task Without_an_open_endpoint_an_open_channel_discovers_and_nothing_else()
    {
        var options = TestServer.WithSecurity(_folder.FullPath) with { Endpoints = [new OpcUaEndpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.SignAndEncrypt)] };
        await using var server = OpcUaServer.Start(options);
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        (await client.AskAsync<GetEndpointsResponse>(new GetEndpointsRequest())).Endpoints.ShouldHaveSingleItem().SecurityMode.ShouldBe(MessageSecurityMode.SignAndEncrypt);
        (await client.AskAsync<FindServersResponse>(new FindServersRequest())).Servers.ShouldHaveSingleItem();
        (await client.FailureAsync(new CreateSessionRequest())).ShouldBe(StatusCodes.BadSecurityPolicyRejected);
        (await client.FailureAsync(new ReadRequest())).ShouldBe(StatusCodes.BadSecurityPolicyRejected);
    }

    [Fact]
    public async Task A_session_belongs_to_the_certificate_and_application_of_its_channel()
    {
        await using var server = OpcUaServer.Start(TestServer.WithSecurity(_folder.FullPath));
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0], TestServer.Secured(MessageSecurityMode.Sign));
        await FailsAsync(client, r => r with { ClientCertificate = TestServer.ServerCertificate.RawData.ToArray() }, StatusCodes.BadCertificateInvalid);
        await FailsAsync(client, r => r with { ClientCertificate = null }, StatusCodes.BadCertificateInvalid);
        await FailsAsync(client, r => r with { ClientNonce = new byte[31] }, StatusCodes.BadNonceInvalid);
        await FailsAsync(client, r => r with { ClientDescription = new ApplicationDescription { ApplicationUri = "urn:other" } }, StatusCodes.BadCertificateUriInvalid);
        server.Sessions.ShouldBe(0);
    }

    [Fact]
    public async Task A_session_is_not_activated_without_the_clients_signature_over_the_last_nonce()
    {
        await using var server = OpcUaServer.Start(TestServer.WithSecurity(_folder.FullPath));
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0], TestServer.Secured(MessageSecurityMode.SignAndEncrypt));
        await client.CreateSessionAsync();
        ActivateSessionRequest? used = null;
        await client.ActivateAsync(change: r => used = r);
        foreach (var signature in new[] { SignatureData.Empty, used!.ClientSignature, used.ClientSignature with { Algorithm = "none" } })
        {
            (await client.FailureAsync(new ActivateSessionRequest { ClientSignature = signature })).ShouldBe(StatusCodes.BadApplicationSignatureInvalid);
        }

        await client.ActivateAsync();
    }

    [Theory]
    [InlineData(8)] // the channel's number
    [InlineData(12)] // the token's number
    [InlineData(17)] // the sequence number, or encrypted
    [InlineData(30)] // the body, or encrypted
    [InlineData(-1)] // the signature
    public async Task A_changed_byte_closes_the_channel(int position)
    {
        foreach (var mode in new[] { MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt })
        {
            await using var server = OpcUaServer.Start(TestServer.WithSecurity(_folder.FullPath));
            await using var client = await TestChannel.OpenAsync(server.Endpoints[0], TestServer.Secured(mode));
            byte[] chunk = [];
            await client.WriteAsync(output =>
            {
                var begin = output.Length;
                client.Channel.Write(output, MessageType.Message, 77, new byte[100]);
                chunk = output.Written[begin..].ToArray();
                output.Clear();
            });
            chunk[position < 0 ? chunk.Length + position : position] ^= 1;
            await client.SendRawAsync(chunk);
            var expected = position switch
            {
                8 => StatusCodes.BadTcpSecureChannelUnknown,
                12 => StatusCodes.BadSecureChannelTokenUnknown,
                _ => StatusCodes.BadSecurityChecksFailed,
            };
            (await client.Closed.InTimeAsync()).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_user_name_is_checked_with_its_encrypted_password_on_any_channel()
    {
        await using var server = OpcUaServer.Start(TestServer.WithSecurity(_folder.FullPath));
        foreach (var options in new[] { TestServer.Secured(MessageSecurityMode.Sign), TestServer.Secured(MessageSecurityMode.SignAndEncrypt), new TestChannelOptions { ServerCertificate = TestServer.ServerCertificate.RawData.ToArray() } })
        {
            await using var client = await TestChannel.OpenAsync(server.Endpoints[0], options);
            await client.CreateSessionAsync();
            (await Should.ThrowAsync<OpcUaException>(() => client.ActivateAsync("anna", "falsch"))).Status.ShouldBe(StatusCodes.BadUserAccessDenied);
            (await Should.ThrowAsync<OpcUaException>(() => client.ActivateAsync("berta", "geheim"))).Status.ShouldBe(StatusCodes.BadUserAccessDenied);
            await client.ActivateAsync("anna", "geheim");
        }
    }

    [Fact]
    public async Task A_password_in_plain_is_not_taken_where_somebody_may_read_along()
    {
        await using var server = OpcUaServer.Start(TestServer.WithSecurity(_folder.FullPath));
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        await client.CreateSessionAsync();
        (await Should.ThrowAsync<OpcUaException>(() => client.ActivateAsync("anna", "geheim"))).Status.ShouldBe(StatusCodes.BadIdentityTokenInvalid);
    }

    private static async Task FailsAsync(TestChannel client, Func<CreateSessionRequest, CreateSessionRequest> change, StatusCode expected) =>
        (await Should.ThrowAsync<OpcUaException>(() => client.CreateSessionAsync(change))).Status.ShouldBe(expected);
}
