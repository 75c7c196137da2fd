using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class OpcUaServerTests
{
    [Fact]
    public async Task Endpoints_are_told_without_a_session_with_the_host_and_path_that_the_client_used()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        var response = await client.AskAsync<GetEndpointsResponse>(new GetEndpointsRequest { EndpointUrl = "opc.tcp://LOCALHOST:4840/any/path" });
        var endpoint = response.Endpoints.ShouldHaveSingleItem();
        endpoint.EndpointUrl.ShouldBe($"opc.tcp://localhost:{server.Endpoints[0].Port}/any/path");
        (endpoint.SecurityMode, endpoint.SecurityPolicyUri).ShouldBe((MessageSecurityMode.None, SecurityPolicy.None.Uri));
        endpoint.UserIdentityTokens.ShouldHaveSingleItem().TokenType.ShouldBe(UserTokenType.Anonymous);
        endpoint.Server.ApplicationUri.ShouldBe("urn:test:server");
    }

    [Fact]
    public async Task A_session_is_created_activated_and_closed()
    {
        await using var server = OpcUaServer.Start(TestServer.Plain);
        await using var client = await TestChannel.OpenAsync(server.Endpoints[0]);
        var created = await client.CreateSessionAsync();
        created.RevisedSessionTimeout.ShouldBe(600_000);
        await client.ActivateAsync();
        server.Sessions.ShouldBe(1);
        await client.AskAsync<CloseSessionResponse>(new CloseSessionRequest { DeleteSubscriptions = true });
        server.Sessions.ShouldBe(0);
        (await client.FailureAsync(new CloseSessionRequest())).ShouldBe(StatusCodes.BadSessionIdInvalid);
    }
}
