namespace Catchment.Interop.Tests.OpcUa;

/// <summary>node-opcua's client finds the library's server, connects in every way that is offered, and in no other.</summary>
public sealed class ConnectionTests(OpcUaPeer peer, ServedSpace server) : IClassFixture<OpcUaPeer>, IClassFixture<ServedSpace>
{
    [Fact]
    public async Task Endpoints_tell_every_way_to_connect()
    {
        var endpoints = await peer.AskAsync("endpoints", new { url = server.Url, pki = peer.Certificates });

        endpoints.EnumerateArray().Select(e => $"{e.Text("mode")} {e.Text("policy")} {e.Text("url")}").ShouldBe(
            [$"None None {server.Url}", $"Sign Basic256Sha256 {server.Url}", $"SignAndEncrypt Basic256Sha256 {server.Url}"], ignoreOrder: true);
        foreach (var endpoint in endpoints.EnumerateArray())
        {
            endpoint.GetProperty("tokens").Texts("type").ShouldBe(["Anonymous", "UserName", "Certificate"], ignoreOrder: true);
            endpoint.GetProperty("application").Text("applicationUri").ShouldBe("urn:catchment:test");
            endpoint.Text("transport").ShouldBe("http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary");
        }
    }

    [Fact]
    public async Task A_server_is_found_by_its_own_name()
    {
        var servers = await peer.AskAsync("findServers", new { url = server.Url, pki = peer.Certificates });

        servers.Texts("applicationUri").ShouldBe(["urn:catchment:test"]);
        servers[0].GetProperty("discoveryUrls").Texts().ShouldContain(server.Url);
    }

    [Theory]
    [InlineData("None", null)]
    [InlineData("None", "operator")]
    [InlineData("Sign", null)]
    [InlineData("Sign", "operator")]
    [InlineData("SignAndEncrypt", null)]
    [InlineData("SignAndEncrypt", "operator")]
    public async Task A_session_is_made_in_every_mode(string mode, string? user)
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url) { Mode = mode, User = user, Password = user is null ? null : "secret" });

        var read = await peer.AskAsync("read", new { name, nodes = new[] { "ns=2;s=fixed" } });
        var written = await peer.AskAsync("write", new { name, nodes = new[] { new { node = "ns=2;s=text", value = new { type = "String", value = mode } } } });

        read[0].GetProperty("value").GetDouble().ShouldBe(7);
        written.Texts().ShouldBe(["Good"]);
        await peer.AskAsync("close", new { name });
    }

    [Theory]
    [InlineData("None")]
    [InlineData("SignAndEncrypt")]
    public async Task A_wrong_password_is_refused(string mode) =>
        (await peer.FailureAsync("connect", new OpcUaConnection(server.Url) { Pki = peer.Certificates, Mode = mode, User = "operator", Password = "wrong" })).ShouldBe("BadUserAccessDenied");

    [Fact]
    public async Task The_user_of_a_session_may_change()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url) { Mode = "Sign" });

        (await peer.AskAsync("changeUser", new { name, user = "operator", password = "secret" })).GetString().ShouldBe("Good");
        (await peer.AskAsync("read", new { name, nodes = new[] { "ns=2;s=fixed" } })).Texts("status").ShouldBe(["Good"]);
        await peer.AskAsync("close", new { name });
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/any/path")]
    public async Task Any_path_leads_to_the_server(string path)
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url + path));

        (await peer.AskAsync("read", new { name, nodes = new[] { "ns=2;s=fixed" } })).Texts("status").ShouldBe(["Good"]);
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task A_message_of_many_small_chunks_arrives_whole()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url) { Mode = "SignAndEncrypt", Transport = new { sendBufferSize = 8192, receiveBufferSize = 8192, maxChunkCount = 1000 } });

        var read = await peer.AskAsync("read", new { name, nodes = Enumerable.Repeat("ns=2;s=big", 2) });

        read.EnumerateArray().Select(v => v.Text("value").Length).ShouldBe([400_000, 400_000]);
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task An_answer_that_is_too_big_for_the_client_is_refused_and_the_session_goes_on()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url) { Transport = new { maxMessageSize = 100_000, maxChunkCount = 10 } });

        (await peer.FailureAsync("read", new { name, nodes = new[] { "ns=2;s=big" } })).ShouldBe("BadResponseTooLarge");
        (await peer.AskAsync("read", new { name, nodes = new[] { "ns=2;s=fixed" } })).Texts("status").ShouldBe(["Good"]);
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task A_channel_that_is_renewed_again_and_again_loses_nothing()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url) { Mode = "SignAndEncrypt", TokenRenewal = 500 });
        await peer.AskAsync("subscribe", new { name, publishing = 50 });
        await peer.AskAsync("monitor", new { name, items = new[] { "ns=2;i=1000" }, queue = 10 });

        for (var renewals = 0; renewals < 4; renewals++)
        {
            await peer.EventAsync("security_token_renewed", name);
            server.Changing[0].Set(new(1000.0 + renewals));
            await Eventually.TrueAsync(async () => (await peer.AskAsync("latest", new { name }))[0].Has(1000 + renewals));
        }

        var told = await peer.AskAsync("notifications", new { name });
        told.GetProperty("missing").GetArrayLength().ShouldBe(0);
        peer.HasEvent("connection_lost", name).ShouldBeFalse();
        await peer.AskAsync("close", new { name });
    }

    [Theory]
    [InlineData("QueryFirstRequest")]
    [InlineData("AddNodesRequest")]
    [InlineData("DeleteNodesRequest")]
    [InlineData("HistoryUpdateRequest")]
    public async Task A_service_that_is_not_there_is_refused_by_name(string request)
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        (await peer.FailureAsync("service", new { name, request })).ShouldBe("BadServiceUnsupported");
        (await peer.AskAsync("read", new { name, nodes = new[] { "ns=2;s=fixed" } })).Texts("status").ShouldBe(["Good"]);
        await peer.AskAsync("close", new { name });
    }
}
