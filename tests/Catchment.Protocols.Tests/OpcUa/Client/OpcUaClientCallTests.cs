using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.Tests.OpcUa.Client;

public sealed class OpcUaClientCallTests
{
    [Fact]
    public async Task Values_are_written_and_read_back_and_what_cannot_be_has_its_status()
    {
        await using var scene = ClientScene.Open();
        var node = scene.AddMemory("level");
        await using var client = await scene.ConnectAsync();
        var written = await client.WriteAsync([new OpcUaWrite(node.Id, new DataValue(new Variant(7.5))), new OpcUaWrite(ClientScene.Id("nowhere"), new DataValue(new Variant(1.0)))]);
        written.ShouldBe([StatusCodes.Good, StatusCodes.BadNodeIdUnknown]);
        var read = await client.ReadAsync([node.Id, ClientScene.Id("nowhere")]);
        read[0].Value.ShouldBe(new Variant(7.5));
        read[0].ServerTimestamp.ShouldNotBeNull();
        read[1].Status.ShouldBe(StatusCodes.BadNodeIdUnknown);
        var name = await client.ReadAsync([new OpcUaRead(node.Id, AttributeIds.BrowseName)]);
        name[0].Value.ShouldBe(new Variant(new QualifiedName("level", 2)));
    }

    [Fact]
    public async Task More_operations_than_a_request_may_have_are_split()
    {
        var limits = new OpcUaOperationLimits { MaxNodesPerRead = 7, MaxNodesPerWrite = 3, MaxNodesPerTranslateBrowsePathsToNodeIds = 2 };
        await using var scene = ClientScene.Open(o => o with { OperationLimits = limits });
        NodeId[] nodes = [.. Enumerable.Range(0, 50).Select(i => scene.AddMemory($"n{i}").Id)];
        await using var client = await scene.ConnectAsync();
        var written = await client.WriteAsync([.. nodes.Select((n, i) => new OpcUaWrite(n, new DataValue(new Variant((double)i))))]);
        written.ShouldAllBe(s => s.IsGood);
        var read = await client.ReadAsync(nodes);
        read.Select(v => v.Value).ShouldBe(Enumerable.Range(0, 50).Select(i => new Variant((double)i)));
        var found = await client.TranslateBrowsePathsAsync(
            [.. Enumerable.Range(45, 10).Select(i => (StandardIds.ObjectsFolder, (IReadOnlyList<QualifiedName>)[new QualifiedName($"n{i}", 2)]))]);
        found.ShouldBe([.. Enumerable.Range(45, 5).Select(i => (NodeId?)ClientScene.Id($"n{i}")), null, null, null, null, null]);
    }

    [Fact]
    public async Task Answers_that_are_too_large_for_the_client_are_asked_for_in_parts()
    {
        await using var scene = ClientScene.Open();
        NodeId[] nodes = [.. Enumerable.Range(0, 40).Select(i => scene.Add($"n{i}", new Variant(new string((char)('a' + (i % 26)), 5_000))).Id)];
        await using var client = await scene.ConnectAsync(scene.Options with { Limits = new OpcUaLimits { MaxMessageSize = 20_000, MaxChunkSize = 8192 } });
        var read = await client.ReadAsync(nodes);
        read.Select(v => v.Value).ShouldBe(Enumerable.Range(0, 40).Select(i => new Variant(new string((char)('a' + (i % 26)), 5_000))));
    }

    [Fact]
    public async Task Requests_that_are_too_large_for_the_server_are_sent_in_parts()
    {
        await using var scene = ClientScene.Open(o => o with { Limits = new OpcUaLimits { MaxMessageSize = 20_000, MaxChunkSize = 8192 } });
        NodeId[] nodes = [.. Enumerable.Range(0, 300).Select(i => scene.Add($"{new string('n', 500)}{i}", new Variant(i)).Id)];
        await using var client = await scene.ConnectAsync();
        (await client.ReadAsync(nodes)).Select(v => v.Value).ShouldBe(Enumerable.Range(0, 300).Select(i => new Variant(i)));
    }

    [Theory]
    [InlineData(0u, 10_000, 100)]
    [InlineData(3u, 10_000, 100)]
    [InlineData(0u, 4, 1)]
    public async Task Nodes_are_browsed_to_their_last_reference(uint perAnswer, int serverMost, int points)
    {
        var limits = new OpcUaOperationLimits { MaxReferencesPerNode = serverMost, MaxBrowseContinuationPoints = points };
        await using var scene = ClientScene.Open(o => o with { OperationLimits = limits });
        for (var i = 0; i < 50; i++)
            scene.Add($"n{i}");
        await using var client = await scene.ConnectAsync();
        var browse = new OpcUaBrowseOptions { MaxReferencesPerAnswer = perAnswer };
        var results = await client.BrowseAsync([StandardIds.ObjectsFolder, StandardIds.TypesFolder, ClientScene.Id("nowhere"), StandardIds.Server], browse);
        results.Select(r => r.Status).ShouldBe([StatusCodes.Good, StatusCodes.Good, StatusCodes.BadNodeIdUnknown, StatusCodes.Good]);
        var names = results[0].References.Select(r => r.BrowseName.Name).ToArray();
        names.Intersect(Enumerable.Range(0, 50).Select(i => $"n{i}")).Count().ShouldBe(50);
        names.Distinct().Count().ShouldBe(names.Length);
        results[0].References.Single(r => r.BrowseName.Name == "n7").NodeId.NodeId.ShouldBe(ClientScene.Id("n7"));
        results[3].References.Count.ShouldBeGreaterThan(5);
        (await Should.ThrowAsync<OpcUaException>(client.BrowseAsync(ClientScene.Id("nowhere")))).Status.ShouldBe(StatusCodes.BadNodeIdUnknown);
    }

    [Fact]
    public async Task A_browse_that_does_not_end_is_stopped()
    {
        await using var scene = ClientScene.Open();
        for (var i = 0; i < 50; i++)
            scene.Add($"n{i}");
        await using var client = await scene.ConnectAsync(scene.Options with { MaxReferences = 10 });
        var result = (await client.BrowseAsync([StandardIds.ObjectsFolder], new OpcUaBrowseOptions { MaxReferencesPerAnswer = 4 }))[0];
        (result.Status, result.References.Count).ShouldBe((StatusCodes.BadEncodingLimitsExceeded, 12));
    }

    [Fact]
    public async Task Many_callers_ask_at_once_and_each_gets_its_own_answer()
    {
        await using var scene = ClientScene.Open();
        NodeId[] nodes = [.. Enumerable.Range(0, 100).Select(i => scene.Add($"n{i}", new Variant(i)).Id)];
        await using var client = await scene.ConnectAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => client.ReadAsync([nodes[i % 100]]))).InTimeAsync();
        answers.Select(a => a[0].Value).ShouldBe(Enumerable.Range(0, 1_000).Select(i => new Variant(i % 100)));
    }

    [Fact]
    public async Task Endpoints_and_servers_are_told_without_a_session()
    {
        await using var scene = ClientScene.Open();
        var endpoints = await OpcUaClient.GetEndpointsAsync(scene.Options);
        endpoints.Select(e => e.Mode).ShouldBe([MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt], ignoreOrder: true);
        endpoints.ShouldAllBe(e => e.AllowsAnonymous && e.AllowsUserName && !e.AllowsCertificate);
        endpoints[0].Certificate.ToArray().ShouldBe(TestServer.ServerCertificate.RawData.ToArray());
        (await OpcUaClient.FindServersAsync(scene.Options)).ShouldHaveSingleItem().ApplicationUri.ShouldBe("urn:test:server");
    }

    [Fact]
    public async Task Without_a_connection_calls_fail_at_once()
    {
        await using var scene = ClientScene.Open();
        await using var client = new OpcUaClient(scene.Options);
        Should.Throw<OpcUaException>(() => { _ = client.ReadAsync([StandardIds.Server]); }).Status.ShouldBe(StatusCodes.BadNotConnected);
    }
}
