using System.Text.Json;
using Catchment.Protocols.OpcUa;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>What node-opcua's client is told of values that change.</summary>
public sealed class SubscriptionTests(OpcUaPeer peer, ServedSpace server) : IClassFixture<OpcUaPeer>, IClassFixture<ServedSpace>
{
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    [Fact]
    public async Task A_thousand_items_are_told_every_round_without_a_gap()
    {
        var name = await SubscribedAsync(Enumerable.Range(1000, 1000).Select(i => $"ns=2;i={i}"));
        var rounds = IsFull ? 500 : 20;
        for (var round = 1; round <= rounds; round++)
        {
            server.Change(100_000 + round);
            await Eventually.TrueAsync(async () => (await LatestAsync(name)).All(v => v == 100_000 + round));
        }

        var told = await peer.AskAsync("notifications", new { name });
        told.GetProperty("counts").EnumerateArray().Select(c => c.GetInt32()).ShouldAllBe(c => c == rounds + 1);
        told.GetProperty("missing").GetArrayLength().ShouldBe(0);
        told.Number("twice").ShouldBe(0);
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task Ten_subscriptions_publish_cycle_after_cycle_without_a_gap()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));
        var subscriptions = Enumerable.Range(0, 10).Select(i => $"subscription {i}").ToList();
        foreach (var subscription in subscriptions)
        {
            await peer.AskAsync("subscribe", new { name, subscription, publishing = 50 });
            await peer.AskAsync("monitor", new { name, subscription, items = new[] { "ns=2;i=1010" }, queue = 10 });
            await Eventually.TrueAsync(async () => (await LatestAsync(name, subscription))[0] is not null);
        }

        var cycles = IsFull ? 1_000 : 20;
        for (var cycle = 1; cycle <= cycles; cycle++)
        {
            server.Changing[10].Set(new Variant(200_000.0 + cycle));
            foreach (var subscription in subscriptions)
                await Eventually.TrueAsync(async () => (await LatestAsync(name, subscription))[0] == 200_000 + cycle);
        }

        foreach (var subscription in subscriptions)
        {
            var told = await peer.AskAsync("notifications", new { name, subscription });
            (told.Number("total"), told.Number("messages"), told.GetProperty("missing").GetArrayLength(), told.Number("twice")).ShouldBe((cycles + 1, cycles + 1, 0, 0));
        }

        await peer.AskAsync("close", new { name });
    }

    [Theory]
    [InlineData("Absolute", 5.0, "ns=2;i=1001")]
    [InlineData("Percent", 2.5, "ns=2;s=analog")]
    public async Task A_deadband_keeps_small_changes_back(string deadbandType, double deadband, string node)
    {
        var variable = node == "ns=2;s=analog" ? server.Analog : server.Changing[1];
        variable.Set(new Variant(50.0));
        var name = await SubscribedAsync([node], new { deadbandType, deadband }, [node]);

        // The last item has no deadband: what it has seen was there to be seen.
        foreach (var value in new[] { 54.0, 46.0, 55.5, 51.0 })
        {
            variable.Set(new Variant(value));
            await Eventually.TrueAsync(async () => (await LatestAsync(name))[^1] == value);
            if (value == 55.5)
                await Eventually.TrueAsync(async () => (await LatestAsync(name))[0] == value);
        }

        var values = await peer.AskAsync("values", new { name, item = 0 });
        values.EnumerateArray().Select(v => v.GetProperty("value").GetDouble()).ShouldBe([50, 55.5]);
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task A_status_that_changes_is_told()
    {
        var variable = server.Changing[2];
        var name = await SubscribedAsync(["ns=2;i=1002"]);

        variable.Set(new Variant(5.0), StatusCodes.UncertainLastUsableValue);

        await Eventually.TrueAsync(async () => (await peer.AskAsync("latest", new { name }))[0].Text("status") == "UncertainLastUsableValue");
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task An_item_that_cannot_be_is_refused_among_others()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));
        await peer.AskAsync("subscribe", new { name });

        var items = await peer.AskAsync("monitor", new
        {
            name,
            items = new object[]
            {
                "ns=2;i=1003", "ns=2;s=nothing", new { node = "i=85", attribute = "Value" }, new { node = "ns=2;i=1003", attribute = "DisplayName" }, new { node = "ns=2;s=array", range = "5:3" },
            },
        });

        items.Texts("status").ShouldBe(["Good", "BadNodeIdUnknown", "BadAttributeIdInvalid", "Good", "BadIndexRangeInvalid"]);
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task A_node_that_goes_and_comes_again_is_told()
    {
        var id = new NodeId("passing", 2);
        server.Add(id, "passing", BuiltInType.Double, new Variant(1.0));
        var name = await SubscribedAsync(["ns=2;s=passing"]);
        await Eventually.TrueAsync(async () => (await LatestAsync(name))[0] == 1);

        server.Space.Remove(id);
        await Eventually.TrueAsync(async () => (await peer.AskAsync("latest", new { name }))[0].Text("status") == "BadNodeIdUnknown");
        server.Add(id, "passing", BuiltInType.Double, new Variant(2.0));

        await Eventually.TrueAsync(async () => (await LatestAsync(name))[0] == 2);
        await peer.AskAsync("close", new { name });
        server.Space.Remove(id);
    }

    [Fact]
    public async Task Items_and_subscriptions_are_changed_stopped_and_removed()
    {
        var variable = server.Changing[4];
        var name = await SubscribedAsync(["ns=2;i=1004", "ns=2;i=1005"]);

        var modified = await peer.AskAsync("modifyItem", new { name, item = 0, sampling = 250, queue = 7 });
        (await peer.AskAsync("setMonitoringMode", new { name, item = 0, mode = "Disabled" })).GetString().ShouldBe("Good");
        var subscription = await peer.AskAsync("modifySubscription", new { name, publishing = 200, lifetime = 300, keepAlive = 5, priority = 1, maxNotifications = 10 });
        (await peer.AskAsync("setMonitoringMode", new { name, item = 0, mode = "Reporting" })).GetString().ShouldBe("Good");
        variable.Set(new Variant(44.0));
        await Eventually.TrueAsync(async () => (await LatestAsync(name))[0] == 44);
        (await peer.AskAsync("setPublishingMode", new { name, enabled = false })).GetString().ShouldBe("Good");
        (await peer.AskAsync("setPublishingMode", new { name, enabled = true })).GetString().ShouldBe("Good");
        await peer.AskAsync("deleteItem", new { name, item = 1 });
        await peer.AskAsync("unsubscribe", new { name });

        (modified.Text("status"), modified.Number("sampling"), modified.Number("queue")).ShouldBe(("Good", 250, 7));
        (subscription.Number("revisedPublishingInterval"), subscription.Number("revisedLifetimeCount"), subscription.Number("revisedMaxKeepAliveCount")).ShouldBe((200, 300, 5));
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task A_silent_subscription_tells_that_it_lives()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));
        await peer.AskAsync("subscribe", new { name, publishing = 50, keepAlive = 2 });

        await Eventually.TrueAsync(async () => (await peer.AskAsync("notifications", new { name })).Number("keepAlives") >= 3);

        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task A_subscription_is_known_to_its_own_session_only()
    {
        var mine = await peer.ConnectAsync(new OpcUaConnection(server.Url));
        var other = await peer.ConnectAsync(new OpcUaConnection(server.Url));
        var id = (await peer.AskAsync("subscribe", new { name = mine })).Number("id");

        (await peer.FailureAsync("service", new { name = other, request = "ModifySubscriptionRequest", body = new { subscriptionId = id, requestedPublishingInterval = 100 } })).ShouldBe("BadSubscriptionIdInvalid");

        await peer.AskAsync("close", new { name = mine });
        await peer.AskAsync("close", new { name = other });
    }

    private async Task<string> SubscribedAsync(IEnumerable<string> nodes, object? filter = null, IEnumerable<string>? without = null)
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));
        await peer.AskAsync("subscribe", new { name, publishing = 50 });
        var words = JsonSerializer.SerializeToNode(filter ?? new object())!.AsObject();
        words["name"] = name;
        words["items"] = JsonSerializer.SerializeToNode(nodes);
        words["queue"] = 10;
        var items = await peer.AskAsync("monitor", words);
        items.Texts("status").ShouldAllBe(s => s == "Good");
        if (without is not null)
            await peer.AskAsync("monitor", new { name, items = without, queue = 10 });
        await Eventually.TrueAsync(async () => (await peer.AskAsync("notifications", new { name })).Number("least") >= 1);
        return name;
    }

    private async Task<IReadOnlyList<double?>> LatestAsync(string name, string? subscription = null) =>
        [.. (await peer.AskAsync("latest", new { name, subscription })).EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Object && v.GetProperty("value").ValueKind == JsonValueKind.Number ? v.GetProperty("value").GetDouble() : (double?)null)];
}
