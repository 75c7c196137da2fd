namespace Catchment.Interop.Tests.OpcUa;

/// <summary>The peer of the other tests, against the server of its own house: what it tells is so.</summary>
public sealed class OpcUaPeerTests(OpcUaPeer peer, ForeignOpcUaServer server) : IClassFixture<OpcUaPeer>, IClassFixture<ForeignOpcUaServer>
{
    [Theory]
    [InlineData("None")]
    [InlineData("Sign")]
    [InlineData("SignAndEncrypt")]
    public async Task It_reads_and_writes_in_every_mode(string mode)
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url) { Mode = mode, User = "operator", Password = "secret" });

        var read = await peer.AskAsync("read", new { name, nodes = new object[] { new { node = "ns=1;s=text", range = "0:4" }, "ns=1;s=array", "ns=1;s=none" } });
        var written = await peer.AskAsync("write", new
        {
            name,
            nodes = new[] { Write("Double", 2.5), Write("String", "2.5") },
        });

        read.Texts("status").ShouldBe(["Good", "Good", "BadNodeIdUnknown"]);
        read[0].GetProperty("value").GetString().ShouldBe("Hello");
        read[1].GetProperty("value").EnumerateArray().Select(e => e.GetInt32()).ShouldBe(Enumerable.Range(1, 10));
        written.Texts().ShouldBe(["Good", "BadTypeMismatch"]);
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task It_tells_errors_by_the_names_of_status_codes()
    {
        (await peer.FailureAsync("connect", new OpcUaConnection(server.Url) { Pki = peer.Certificates, Mode = "Sign", User = "operator", Password = "wrong" })).ShouldBe("BadUserAccessDenied");
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));
        (await peer.FailureAsync("service", new { name, request = "RepublishRequest", body = new { subscriptionId = 99 } })).ShouldBe("BadSubscriptionIdInvalid");
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task It_walks_over_the_whole_tree_in_small_steps()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        var tree = await peer.AskAsync("examine", new { name, max = 7 });

        tree.Number("nodes").ShouldBeGreaterThan(1000);
        tree.Number("browseNexts").ShouldBePositive();
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task It_counts_notifications_without_a_gap_and_comes_back_after_its_connection_was_lost()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url) { Retries = -1 });
        await peer.AskAsync("subscribe", new { name, publishing = 50 });
        var items = await peer.AskAsync("monitor", new { name, items = Enumerable.Range(1000, 100).Select(i => $"ns=1;i={i}"), queue = 10 });
        items.Texts("status").ShouldAllBe(s => s == "Good");

        await LeastAsync(name, 5);
        await peer.AskAsync("drop", new { name });
        await peer.EventAsync("connection_reestablished", name);
        await LeastAsync(name, (await peer.AskAsync("notifications", new { name })).Number("least") + 5);

        (await peer.AskAsync("notifications", new { name })).GetProperty("missing").GetArrayLength().ShouldBe(0);
        await peer.AskAsync("close", new { name });
    }

    private static object Write(string type, object value) => new { node = "ns=1;s=double", value = new { type, value } };

    private Task LeastAsync(string name, int count) =>
        Eventually.TrueAsync(async () => (await peer.AskAsync("notifications", new { name })).Number("least") >= count);
}
