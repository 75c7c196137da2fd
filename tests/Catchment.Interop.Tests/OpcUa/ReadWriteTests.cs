using System.Text.Json;
using System.Text.Json.Nodes;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>Values that node-opcua's client reads and writes.</summary>
public sealed class ReadWriteTests(OpcUaPeer peer, ServedSpace server) : IClassFixture<OpcUaPeer>, IClassFixture<ServedSpace>
{
    [Fact]
    public async Task A_thousand_nodes_are_read_in_one_call()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        var values = await peer.AskAsync("read", new { name, nodes = Enumerable.Range(1000, 1000).Select(i => $"ns=2;i={i}") });

        values.Texts("status").ShouldAllBe(s => s == "Good");
        values.EnumerateArray().Select(v => v.GetProperty("value").GetDouble()).ShouldBe(Enumerable.Range(0, 1000).Select(i => (double)i));
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task Every_type_takes_its_own_values_and_no_others()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));
        foreach (var type in WrittenType.All)
        {
            var writes = WrittenType.All.Select(t => new { node = type.Node, value = new { type = $"{t.Type}", value = t.Written } });
            var results = (await peer.AskAsync("write", new { name, nodes = writes })).Texts();

            results.ShouldBe(WrittenType.All.Select(t => t.Type == type.Type ? "Good" : "BadTypeMismatch"), $"{type.Type}");
            await ReadsAsync(name, type, type.Written);
            (await peer.AskAsync("write", new { name, nodes = new[] { new { node = type.Node, value = new { type = $"{type.Type}", value = type.AlsoWritten } } } })).Texts().ShouldBe(["Good"]);
            await ReadsAsync(name, type, type.AlsoWritten);
        }

        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task Ranges_read_and_write_parts()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        var read = await peer.AskAsync("read", new
        {
            name,
            nodes = new[] { Part("array", "2"), Part("array", "3:5"), Part("array", "8:20"), Part("array", "10"), Part("array", "5:3"), Part("fixed", "1"), Part("big", "0:2") },
        });
        var written = await peer.AskAsync("write", new
        {
            name,
            nodes = new object[]
            {
                new { node = "ns=2;s=array", range = "1:2", value = new { type = "Int32", array = "Array", value = new[] { -1, -2 } } },
                new { node = "ns=2;s=array", range = "10", value = new { type = "Int32", array = "Array", value = new[] { -1 } } },
            },
        });
        var after = await peer.AskAsync("read", new { name, nodes = new[] { Part("array", "0:3") } });

        read.Texts("status").ShouldBe(["Good", "Good", "Good", "BadIndexRangeNoData", "BadIndexRangeInvalid", "BadIndexRangeNoData", "Good"]);
        Numbers(read[0]).ShouldBe([3]);
        Numbers(read[1]).ShouldBe([4, 5, 6]);
        Numbers(read[2]).ShouldBe([9, 10]);
        read[6].Text("value").ShouldBe("AAAA");
        written.Texts().ShouldBe(["Good", "BadIndexRangeNoData"]);
        Numbers(after[0]).ShouldBe([1, -1, -2, 4]);
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task What_may_not_be_read_or_written_is_not()
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        var read = await peer.AskAsync("read", new
        {
            name,
            nodes = new object[] { "ns=2;s=hidden", "ns=2;s=nothing", new { node = "i=85", attribute = "Value" }, new { node = "ns=2;s=fixed", encoding = "Nonsense" } },
        });
        var written = await peer.AskAsync("write", new
        {
            name,
            nodes = new object[]
            {
                new { node = "ns=2;s=fixed", value = new { type = "Double", value = 1 } },
                new { node = "ns=2;s=nothing", value = new { type = "Double", value = 1 } },
                new { node = "ns=2;s=Double", attribute = "DisplayName", value = new { type = "LocalizedText", value = new { text = "x" } } },
            },
        });

        read.Texts("status").ShouldBe(["BadNotReadable", "BadNodeIdUnknown", "BadAttributeIdInvalid", "BadDataEncodingInvalid"]);
        written.Texts().ShouldBe(["BadNotWritable", "BadNodeIdUnknown", "BadNotWritable"]);
        await peer.AskAsync("close", new { name });
    }

    [Theory]
    [InlineData("Source", true, false)]
    [InlineData("Server", false, true)]
    [InlineData("Both", true, true)]
    [InlineData("Neither", false, false)]
    public async Task Timestamps_are_told_as_wished(string timestamps, bool source, bool told)
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(server.Url));

        var value = (await peer.AskAsync("read", new { name, nodes = new[] { "ns=2;s=fixed" }, timestamps }))[0];

        (value.GetProperty("sourceTimestamp").ValueKind == JsonValueKind.String).ShouldBe(source);
        (value.GetProperty("serverTimestamp").ValueKind == JsonValueKind.String).ShouldBe(told);
        await peer.AskAsync("close", new { name });
    }

    private static object Part(string node, string range) => new { node = $"ns=2;s={node}", range };

    private static IEnumerable<int> Numbers(JsonElement value) => value.GetProperty("value").EnumerateArray().Select(e => e.GetInt32());

    private async Task ReadsAsync(string name, WrittenType type, object value)
    {
        var read = (await peer.AskAsync("read", new { name, nodes = new[] { type.Node } }))[0];
        (read.Text("status"), read.Text("type")).ShouldBe(("Good", $"{type.Type}"));
        var wanted = JsonSerializer.SerializeToNode(value);
        if (type.Type == Catchment.Protocols.OpcUa.BuiltInType.Guid)
            wanted = ((string)value).ToUpperInvariant();
        JsonNode.DeepEquals(JsonNode.Parse(read.GetProperty("value").GetRawText()), wanted).ShouldBeTrue($"{type.Type}: {read}, not {wanted?.ToJsonString()}");
    }
}
