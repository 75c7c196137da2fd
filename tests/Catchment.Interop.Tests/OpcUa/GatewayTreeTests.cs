using System.Text.Json;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>The gateway's tree in node-opcua's client, while mappings come and go. Source: <c>tags</c> 5.2, 6.2.</summary>
[Collection(GatewayClients.Name)]
public sealed class GatewayTreeTests(OpcUaPeer peer, GatewaySite gateway)
{
    private const int Many = 300;

    [Fact]
    public async Task A_mapping_that_is_removed_and_made_again_is_told_to_who_watches_it()
    {
        await gateway.RegisterAsync("gone:temp");
        await gateway.RegisterAsync("gone:flow");
        await gateway.MapAsync("gone:temp");
        await gateway.MapAsync("gone:flow");
        gateway.Write("gone:temp", 1);
        var name = await peer.ConnectAsync(new OpcUaConnection(gateway.Url));
        await peer.AskAsync("subscribe", new { name, publishing = 50 });
        (await peer.AskAsync("monitor", new { name, items = new[] { "ns=2;s=gone:temp" }, queue = 10 })).Texts("status").ShouldBe(["Good"]);
        await LatestAsync(name, "Good", 1);

        for (var turn = 2; turn < 5; turn++)
        {
            await gateway.UnmapAsync("gone:temp");
            (await BelowAsync(name, "ns=2;s=gone")).ShouldBe(["ns=2;s=gone:flow"]);
            (await BelowAsync(name, "ns=2;i=1")).ShouldNotContain("ns=2;s=gone:temp");
            await LatestAsync(name, "BadNodeIdUnknown", null);

            await gateway.RegisterAsync("gone:temp");
            await gateway.MapAsync("gone:temp");
            gateway.Write("gone:temp", turn);
            (await BelowAsync(name, "ns=2;s=gone")).ShouldBe(["ns=2;s=gone:temp", "ns=2;s=gone:flow"], ignoreOrder: true);
            (await BelowAsync(name, "ns=2;i=1")).ShouldContain("ns=2;s=gone:temp");
            await LatestAsync(name, "Good", turn);
        }

        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task Hundreds_of_mappings_are_a_tree_without_a_fault()
    {
        var points = Enumerable.Range(0, Many).Select(i => new { key = $"device{i % 7}:tag{i}", data_type = (i % 4) switch { 0 => "int", 1 => "bool", 2 => "string", _ => "float" }, units = i % 4 == 3 ? "°C" : "" });
        var ids = (await gateway.PostAsync("/register/bulk", new { points })).GetProperty("results").Texts("id");
        var made = await gateway.PostAsync("/mappings/opcua", new { data_ids = ids });
        made.Number("successful").ShouldBe(Many);
        var nodes = made.GetProperty("results").Texts("node_id");
        var name = await peer.ConnectAsync(new OpcUaConnection(gateway.Url));

        var tree = await peer.AskAsync("examine", new { name, max = 50 });
        var crawl = await peer.AskAsync("crawl", new { name });

        tree.GetProperty("faults").Texts().ShouldBeEmpty();
        tree.GetProperty("oneWay").Texts().ShouldBeEmpty();
        nodes.Except(tree.GetProperty("ids").Texts()).ShouldBeEmpty();
        tree.Number("browseNexts").ShouldBePositive();
        crawl.GetProperty("dangling").Texts().ShouldBeEmpty();
        (await BelowAsync(name, "ns=2;s=device3")).Count.ShouldBe((Many + 3) / 7);
        (await BelowAsync(name, "i=85")).ShouldContain("ns=2;i=1");
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task Units_and_limits_are_properties_and_keys_with_colons_are_found_by_their_names()
    {
        await gateway.RegisterAsync("kiln:zone:1", units: "°C", limits: new { low = -40, high = 150 });
        await gateway.RegisterAsync("kiln:speed", units: "furlongs");
        await gateway.MapAsync("kiln:zone:1");
        await gateway.MapAsync("kiln:speed");
        var name = await peer.ConnectAsync(new OpcUaConnection(gateway.Url));

        var paths = await peer.AskAsync("translate", new
        {
            name,
            paths = new[]
            {
                new[] { "i=85", "/2:SensorData/2:kiln&:zone&:1" }, ["i=85", "/2:SensorData/2:kiln/2:kiln&:zone&:1/0:EngineeringUnits"], ["ns=2;s=kiln:zone:1", "/0:EURange"], ["ns=2;s=kiln:speed", "/0:EngineeringUnits"], ["ns=2;s=kiln:speed", "/0:EURange"],
            },
        });

        paths.Texts("statusCode").ShouldBe(["Good", "Good", "Good", "Good", "BadNoMatch"]);
        var found = paths.EnumerateArray().Take(4).Select(static path => path.GetProperty("targets")[0].Text("targetId")).ToList();
        found[0].ShouldBe("ns=2;s=kiln:zone:1");
        var read = await peer.AskAsync("read", new { name, nodes = found.Skip(1) });
        read.Texts("status").ShouldAllBe(status => status == "Good");
        var (celsius, range, unknown) = (read[0].GetProperty("value"), read[1].GetProperty("value"), read[2].GetProperty("value"));
        (celsius.Text("namespaceUri"), celsius.Number("unitId"), celsius.GetProperty("displayName").Text("text")).ShouldBe(("http://www.opcfoundation.org/UA/units/un/cefact", 4408652, "°C"));
        (range.Number("low"), range.Number("high")).ShouldBe((-40, 150));
        (unknown.Number("unitId"), unknown.GetProperty("displayName").Text("text")).ShouldBe((-1, "furlongs"));
        (await peer.AskAsync("namespaces", new { name })).Texts()[2].ShouldBe("http://dataservice.gateway.io");
        await peer.AskAsync("close", new { name });
    }

    private async Task<IReadOnlyList<string>> BelowAsync(string name, string node) =>
        (await peer.AskAsync("browse", new { name, nodes = new[] { node }, reference = "i=33" }))[0].GetProperty("references").Texts("nodeId");

    private Task LatestAsync(string name, string status, double? value) => Eventually.TrueAsync(
        async () =>
        {
            var latest = (await peer.AskAsync("latest", new { name }))[0];
            return latest.ValueKind == JsonValueKind.Object && latest.Text("status") == status && (value is null || latest.GetProperty("value").GetDouble() == value);
        },
        $"{status} {value}");
}
