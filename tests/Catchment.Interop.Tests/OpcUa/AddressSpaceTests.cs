using System.Text.Json;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>The address space as node-opcua's client walks over it.</summary>
public sealed class AddressSpaceTests(OpcUaPeer peer, ServedSpace server) : IClassFixture<OpcUaPeer>, IClassFixture<ServedSpace>
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task The_whole_tree_is_without_a_fault(int max)
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        var tree = await peer.AskAsync("examine", new { name, max });

        tree.GetProperty("faults").Texts().ShouldBeEmpty();
        tree.GetProperty("oneWay").Texts().ShouldBeEmpty();
        tree.GetProperty("ids").Texts().ShouldContain("ns=2;i=1999");
        if (max > 0)
            tree.Number("browseNexts").ShouldBePositive();
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task The_crawler_finds_no_reference_that_dangles()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        var crawl = await peer.AskAsync("crawl", new { name });

        crawl.GetProperty("dangling").Texts().ShouldBeEmpty();
        crawl.GetProperty("names").GetProperty("ns=2;i=1999").GetString().ShouldBe("2:changing999");
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task Browse_paths_lead_to_nodes()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        var results = await peer.AskAsync("translate", new
        {
            name,
            paths = new[] { new[] { "i=84", "/0:Objects/2:Folder/2:changing5" }, ["i=84", "/0:Objects/0:Server/0:ServerStatus/0:State"], ["i=84", "/0:Objects/2:Nothing"], ["ns=2;i=424242", "/2:changing5"] },
        });

        results.Texts("statusCode").ShouldBe(["Good", "Good", "BadNoMatch", "BadNodeIdUnknown"]);
        results[0].GetProperty("targets").Texts("targetId").ShouldBe(["ns=2;i=1005"]);
        results[1].GetProperty("targets").Texts("targetId").ShouldBe(["ns=0;i=2259"]);
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task Registered_nodes_are_read_like_others()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        var registered = await peer.AskAsync("registerNodes", new { name, nodes = new[] { "ns=2;s=fixed" } });
        var read = await peer.AskAsync("read", new { name, nodes = registered });
        await peer.AskAsync("unregisterNodes", new { name, nodes = registered });

        read[0].GetProperty("value").GetDouble().ShouldBe(7);
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task Continuation_points_go_on_where_they_were_and_are_good_once()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));
        var first = (await peer.AskAsync("browse", new { name, nodes = new[] { "ns=2;i=1" }, max = 600 }))[0];
        var points = new[] { first.Text("continuationPoint") };

        var second = (await peer.AskAsync("browseNext", new { name, points }))[0];
        var again = (await peer.AskAsync("browseNext", new { name, points }))[0];

        first.GetProperty("references").GetArrayLength().ShouldBe(600);
        Ids(first).Intersect(Ids(second)).ShouldBeEmpty();
        again.Text("statusCode").ShouldBe("BadContinuationPointInvalid");
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task The_server_tells_its_state_and_its_namespaces()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        var status = (await peer.AskAsync("read", new { name, nodes = new[] { "i=2256" } }))[0];
        var namespaces = await peer.AskAsync("namespaces", new { name });

        status.GetProperty("value").Number("state").ShouldBe(0);
        namespaces.Texts().ShouldBe(["http://opcfoundation.org/UA/", "urn:catchment:test", "urn:catchment:test:variables"]);
        await peer.AskAsync("close", new { name });
    }

    private static IReadOnlyList<string> Ids(JsonElement result) => result.GetProperty("references").Texts("nodeId");
}
