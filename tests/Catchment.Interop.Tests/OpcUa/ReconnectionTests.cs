using Catchment.Protocols.OpcUa;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>Connections that are lost, and servers that come again.</summary>
public sealed class ReconnectionTests(OpcUaPeer peer, ServedSpace server) : IClassFixture<OpcUaPeer>, IClassFixture<ServedSpace>
{
    [Theory]
    [InlineData("None")]
    [InlineData("SignAndEncrypt")]
    public async Task After_a_lost_connection_the_subscription_goes_on_without_a_gap(string mode)
    {
        var name = await SubscribedAsync(mode);

        for (var turn = 1; turn <= 3; turn++)
        {
            await peer.AskAsync("drop", new { name });
            server.Changing[0].Set(new Variant(turn + 0.5));
            await peer.EventAsync("connection_reestablished", name);
            await Eventually.TrueAsync(async () => (await peer.AskAsync("latest", new { name }))[0].Has(turn + 0.5));
        }

        (await peer.AskAsync("notifications", new { name })).GetProperty("missing").GetArrayLength().ShouldBe(0);
        peer.HasEvent("subscription_changed", name).ShouldBeFalse();
        await peer.AskAsync("close", new { name });
    }

    [Theory]
    [InlineData("None")]
    [InlineData("SignAndEncrypt")]
    public async Task After_a_restart_of_the_server_the_client_is_told_of_changes_again(string mode)
    {
        var name = await SubscribedAsync(mode);

        await server.StopAsync();
        server.Start();
        server.Changing[0].Set(new Variant(77.5));

        await Eventually.TrueAsync(async () => (await peer.AskAsync("latest", new { name }))[0].Has(77.5));
        server.Changing[0].Set(new Variant(78.5));
        await Eventually.TrueAsync(async () => (await peer.AskAsync("latest", new { name }))[0].Has(78.5));
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task A_subscription_goes_over_to_another_session()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url) { User = "operator", Password = "secret" });
        var id = (await peer.AskAsync("subscribe", new { name })).Number("id");
        var other = await peer.ConnectAsync(new OpcUaConnection(server.Url) { User = "operator", Password = "secret" });
        var stranger = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        var refused = await peer.AskAsync("service", new { name = stranger, request = "TransferSubscriptionsRequest", body = new { subscriptionIds = new[] { id } } });
        var taken = await peer.AskAsync("service", new { name = other, request = "TransferSubscriptionsRequest", body = new { subscriptionIds = new[] { id }, sendInitialValues = true } });

        refused.GetProperty("results").Texts("statusCode").ShouldBe(["BadUserAccessDenied"]);
        taken.GetProperty("results").Texts("statusCode").ShouldBe(["Good"]);
        await Eventually.TrueAsync(async () => (await peer.AskAsync("notifications", new { name })).GetProperty("statuses").Texts().Contains("GoodSubscriptionTransferred"));
        foreach (var each in new[] { name, other, stranger })
            await peer.AskAsync("close", new { name = each });
    }

    private async Task<string> SubscribedAsync(string mode)
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url) { Mode = mode, Retries = -1 });
        await peer.AskAsync("subscribe", new { name, publishing = 50 });
        (await peer.AskAsync("monitor", new { name, items = new[] { "ns=2;i=1000" }, queue = 10 })).Texts("status").ShouldBe(["Good"]);
        await Eventually.TrueAsync(async () => (await peer.AskAsync("notifications", new { name })).Number("least") >= 1);
        return name;
    }
}
