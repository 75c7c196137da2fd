using System.Text.Json;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>What was recorded, and the methods of the server, as node-opcua's client asks for them.</summary>
public sealed class HistoryTests(OpcUaPeer peer, ServedSpace server) : IClassFixture<OpcUaPeer>, IClassFixture<ServedSpace>
{
    [Fact]
    public async Task Recorded_values_are_read_forward_and_backward_with_and_without_bounds()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        (await ReadAsync(0, 5, new { returnBounds = false })).ShouldBe([0, 1, 2, 3, 4]);
        (await ReadAsync(0, 5, new { returnBounds = true })).ShouldBe([0, 1, 2, 3, 4, 5]);
        (await ReadAsync(5, 0, new { returnBounds = false, numValuesPerNode = 3 })).ShouldBe([5, 4, 3]);
        var none = await AskAsync("fixed", 0, 5, new { });
        none.Text("statusCode").ShouldBe("BadHistoryOperationUnsupported");
        (await AskAsync("recorded", 500, 600, new { returnBounds = false })).Text("statusCode").ShouldBe("GoodNoData");
        await peer.AskAsync("close", new { name });

        async Task<double[]> ReadAsync(int from, int to, object options)
        {
            var result = await AskAsync("recorded", from, to, options);
            result.Text("statusCode").ShouldBe("Good");
            return [.. result.GetProperty("historyData").GetProperty("dataValues").EnumerateArray().Select(static value => value.GetProperty("value").GetDouble())];
        }

        async Task<JsonElement> AskAsync(string node, int from, int to, object options) =>
            (await peer.AskAsync("history", new { name, nodes = new[] { $"ns=2;s={node}" }, start = RecordedVariable.Begin.AddSeconds(from), end = RecordedVariable.Begin.AddSeconds(to), options }))[0];
    }

    [Fact]
    public async Task What_a_subscription_watches_is_asked_of_the_server()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));
        var id = (await peer.AskAsync("subscribe", new { name })).Number("id");
        await peer.AskAsync("monitor", new { name, items = new[] { "ns=2;i=1000", "ns=2;i=1001" } });

        var told = await peer.AskAsync("call", new { name, @object = "i=2253", method = "i=11492", arguments = new[] { new { type = "UInt32", value = id } } });

        told.Text("statusCode").ShouldBe("Good");
        told.GetProperty("outputArguments").EnumerateArray().Select(static list => list.GetProperty("value").GetArrayLength()).ShouldBe([2, 2]);
        await peer.AskAsync("close", new { name });
    }
}
