using System.Globalization;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>Mapped tags in node-opcua's client: their values move, are written, and tell how good they are. Source: <c>tags</c> 2.3, 5.2, 6.2.</summary>
[Collection(GatewayClients.Name)]
public sealed class GatewayValuesTests(OpcUaPeer peer, GatewaySite gateway)
{
    private static readonly string[] Attributes = ["BrowseName", "DisplayName", "Description", "AccessLevel", "UserAccessLevel", "ValueRank"];

    // The point's type; what it becomes, and how a client sees it; what the client writes, and how /data has it.
    private static readonly (string Type, string Point, object Moved, string Seen, object Written, string Kept)[] Types =
    [
        ("Boolean", "bool", true, "true", false, "false"),
        ("SByte", "int", -7, "-7", 100, "100"),
        ("Byte", "int", 200, "200", 255, "255"),
        ("Int16", "int", -300, "-300", 32767, "32767"),
        ("UInt16", "int", 60_000, "60000", 65535, "65535"),
        ("Int32", "int", -70_000, "-70000", 2147483647, "2147483647"),
        ("UInt32", "int", 4_000_000_000, "4000000000", 4294967295, "4294967295"),
        ("Int64", "int", -1_234_567_890_123_456, "\"-1234567890123456\"", "-9223372036854775808", "-9223372036854775808"),
        ("UInt64", "int", 1_234_567_890_123_456, "\"1234567890123456\"", "4611686018427387904", "4611686018427387904"),
        ("Float", "float", 1.5, "1.5", 0.25, "0.25"),
        ("Double", "float", -0.0025, "-0.0025", 1e300, "1e+300"),
        ("String", "string", "Häuser: 5 €", "\"Häuser: 5 €\"", "trees", "\"trees\""),
        ("DateTime", "string", "2026-03-01T12:00:00Z", "\"2026-03-01T12:00:00.000Z\"", "2026-04-01T00:00:00.500Z", "\"2026-04-01T00:00:00.5Z\""),
        ("ByteString", "string", "ab", "\"YWI=\"", "Y2Q=", "\"cd\""),
    ];

    [Fact]
    public async Task The_sample_set_is_read_as_the_vectors_say_and_follows()
    {
        var sample = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "OpcUa/Vectors/sample_mappings.json"))).RootElement;
        var (points, rows) = (sample.GetProperty("points"), sample.GetProperty("opcua").EnumerateArray().ToList());
        (await gateway.PostAsync("/register/bulk", new { points })).GetProperty("ok").GetBoolean().ShouldBeTrue();
        foreach (var point in points.EnumerateArray())
            gateway.Write(point.Text("key"), point.GetProperty("value"));
        foreach (var row in rows)
            await gateway.PostAsync("/mappings/opcua", row.GetProperty("map"));
        var maps = rows.ConvertAll(static row => row.GetProperty("map"));

        var name = await SubscribedAsync(maps.ConvertAll(static map => map.Text("node_id")));
        var values = await peer.AskAsync("latest", new { name });
        var facts = await peer.AskAsync("read", new { name, nodes = maps.SelectMany(static map => Attributes.Select(attribute => new { node = map.Text("node_id"), attribute })) });

        for (var i = 0; i < rows.Count; i++)
        {
            var (map, told) = (maps[i], facts.EnumerateArray().Skip(i * Attributes.Length).Take(Attributes.Length).Select(static fact => fact.GetProperty("value")).ToList());
            (values[i].Text("status"), values[i].Text("type"), Plain(values[i])).ShouldBe(("Good", map.Text("data_type"), Plain(rows[i])), map.Text("id"));
            (told[0].GetString(), told[1].Text("text"), told[2].Text("text")).ShouldBe(($"2:{map.Text("key")}", map.Text("display_name"), map.Text("description")));
            var access = map.Text("access_level") == "CurrentRead" ? 1 : 3;
            (told[3].GetInt32() & 3, told[4].GetInt32() & 3, told[5].GetInt32()).ShouldBe((access, access, -1));
        }

        foreach (var point in points.EnumerateArray())
            gateway.Write(point.Text("key"), Next(point.GetProperty("value")));
        await Eventually.TrueAsync(async () => (await peer.AskAsync("latest", new { name })).EnumerateArray().Select(Plain).SequenceEqual(rows.Select(static row => Shown(Next(row.GetProperty("value"))))), "every node follows");
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task Every_type_follows_its_point_and_is_written()
    {
        foreach (var (type, point, _, _, _, _) in Types)
        {
            await gateway.RegisterAsync($"types:{type}", point);
            await gateway.MapAsync($"types:{type}", type);
        }

        var nodes = Types.Select(static one => $"ns=2;s=types:{one.Type}").ToList();
        var name = await SubscribedAsync(nodes);
        foreach (var (type, _, moved, _, _, _) in Types)
            gateway.Write($"types:{type}", moved);
        await Eventually.TrueAsync(async () => (await peer.AskAsync("latest", new { name })).EnumerateArray().Select(Plain).SequenceEqual(Types.Select(static one => Shown(JsonDocument.Parse(one.Seen).RootElement))), "every type follows");

        var written = await peer.AskAsync("write", new { name, nodes = Types.Select(one => new { node = $"ns=2;s=types:{one.Type}", value = new { type = one.Type, value = one.Written } }) });
        var data = await gateway.GetAsync("/data");

        (await peer.AskAsync("latest", new { name })).Texts("type").ShouldBe(Types.Select(static one => one.Type));
        written.Texts().ShouldAllBe(status => status == "Good");
        foreach (var (type, _, _, _, _, kept) in Types)
            data.GetProperty($"types:{type}").GetRawText().ShouldBe(kept);
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task A_write_that_cannot_be_is_refused_by_its_reason_and_changes_nothing()
    {
        foreach (var (key, type, limits) in new (string, string, object?)[] { ("w:r", "float", null), ("w:w", "float", null), ("w:rw", "float", null), ("w:low", "float", new { low = 0, high = 10 }), ("w:clamp", "float", new { low = 0, high = 10, clamp = true }), ("w:number", "float", null) })
            await gateway.RegisterAsync(key, type, limits: limits);
        await gateway.MapAsync("w:r", access: "CurrentRead");
        await gateway.MapAsync("w:w", access: "CurrentWrite");
        foreach (var key in new[] { "w:rw", "w:low", "w:clamp" })
            await gateway.MapAsync(key);
        await gateway.MapAsync("w:number", "String");
        var name = await peer.ConnectAsync(new OpcUaConnection(gateway.Url));

        var results = await peer.AskAsync("write", new
        {
            name,
            nodes = new object[]
            {
                Double("w:r", 1), Double("w:w", 2), Double("w:low", 11), Double("w:clamp", 11), Double("w:rw", "NaN"), Of("w:rw", new { type = "String", value = "1" }),
                Of("w:rw", new { type = "Double", value = new[] { 1, 2 }, array = "Array" }), Of("w:number", new { type = "String", value = "warm" }), Of("w:number", new { type = "String", value = " 4.5 " }),
                new { node = "ns=2;s=w:rw", attribute = "DisplayName", value = new { type = "LocalizedText", value = new { text = "x" } } }, new { node = "ns=2;s=w:rw", range = "0:1", value = new { type = "Double", value = 1 } }, Double("w:none", 1),
            },
        });

        results.Texts().ShouldBe(["BadNotWritable", "Good", "BadOutOfRange", "GoodClamped", "BadOutOfRange", "BadTypeMismatch", "BadTypeMismatch", "BadOutOfRange", "Good", "BadNotWritable", "BadIndexRangeNoData", "BadNodeIdUnknown"]);
        (await ReadAsync(name, "w:w")).Text("status").ShouldBe("BadNotReadable");
        var data = await gateway.GetAsync("/data");
        new[] { "w:r", "w:w", "w:rw", "w:low", "w:clamp", "w:number" }.Select(key => data.GetProperty(key).GetDouble()).ShouldBe([0, 2, 0, 0, 10, 4.5]);
        await peer.AskAsync("close", new { name });
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-3600)]
    public async Task A_written_source_time_is_kept_whether_it_is_newer_or_older(int seconds)
    {
        var key = $"times:{seconds}";
        await gateway.RegisterAsync(key);
        await gateway.MapAsync(key);
        gateway.Write(key, 1);
        var name = await peer.ConnectAsync(new OpcUaConnection(gateway.Url));
        var source = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToUnixTimeMilliseconds()).UtcDateTime;

        (await peer.AskAsync("write", new { name, nodes = new[] { new { node = $"ns=2;s={key}", value = new { type = "Double", value = 2.5 }, sourceTimestamp = source } } })).Texts().ShouldBe(["Good"]);

        var read = await ReadAsync(name, key);
        (read.GetProperty("value").GetDouble(), read.GetProperty("sourceTimestamp").GetDateTime()).ShouldBe((2.5, source));
        var detailed = (await gateway.GetAsync("/detailed")).GetProperty(key);
        detailed.GetProperty("timestamp").GetDouble().ShouldBe((source - DateTime.UnixEpoch).TotalSeconds, 0.001);
        await peer.AskAsync("close", new { name });
    }

    [Fact]
    public async Task Quality_and_the_times_that_a_mapping_keeps_are_told()
    {
        await gateway.RegisterAsync("q:point");
        foreach (var timestamps in new[] { "None", "Server", "Source", "Both" })
            await gateway.MapAsync("q:point", timestamps: timestamps, id: $"q:{timestamps}");
        await gateway.MapAsync("q:later");
        var name = await SubscribedAsync(["ns=2;s=q:Both", "ns=2;s=q:later", "ns=2;s=q:None"]);

        var times = await peer.AskAsync("read", new { name, nodes = new[] { "ns=2;s=q:None", "ns=2;s=q:Server", "ns=2;s=q:Source", "ns=2;s=q:Both" } });
        (await peer.AskAsync("latest", new { name }))[1].Text("status").ShouldBe("BadNoData");

        times.EnumerateArray().Select(static one => (Has(one, "sourceTimestamp"), Has(one, "serverTimestamp"))).ShouldBe([(false, false), (false, true), (true, false), (true, true)]);
        (await peer.AskAsync("latest", new { name })).EnumerateArray().Select(static one => (Has(one, "sourceTimestamp"), Has(one, "serverTimestamp"))).ShouldBe([(true, true), (false, true), (false, false)]);
        foreach (var (quality, status) in new[] { (TagQuality.Bad, "Bad"), (TagQuality.Uncertain, "UncertainLastUsableValue"), (TagQuality.Good, "Good") })
        {
            gateway.Ipc.BulkWrite([new("q:point", 5.0, Quality: quality)]).Ok.ShouldBeTrue();
            await Eventually.TrueAsync(async () => (await peer.AskAsync("latest", new { name }))[0].Text("status") == status, status);
        }

        await gateway.PostAsync("/write", new { key = "q:point", value = "no number" });
        await Eventually.TrueAsync(async () => (await peer.AskAsync("latest", new { name }))[0].Text("status") == "Bad", "a value that does not convert");
        await gateway.PostAsync("/write", new { key = "q:later", value = 7 });
        await Eventually.TrueAsync(async () => Plain((await peer.AskAsync("latest", new { name }))[1]) == "7", "a key that is registered later");
        await peer.AskAsync("close", new { name });
    }

    private static bool Has(JsonElement read, string time) => read.GetProperty(time).ValueKind == JsonValueKind.String;

    private static string Plain(JsonElement told) => told.ValueKind == JsonValueKind.Object ? Shown(told.GetProperty("value")) : "";

    private static string Shown(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble().ToString(CultureInfo.InvariantCulture) : value.ToString();

    private static JsonElement Next(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => JsonSerializer.SerializeToElement(!value.GetBoolean()),
        JsonValueKind.String => JsonSerializer.SerializeToElement(value.GetString() + "!"),
        _ => JsonSerializer.SerializeToElement(value.GetDouble() + 1),
    };

    private static object Double(string key, object value) => Of(key, new { type = "Double", value });

    private static object Of(string key, object value) => new { node = $"ns=2;s={key}", value };

    private async Task<JsonElement> ReadAsync(string name, string key) => (await peer.AskAsync("read", new { name, nodes = new[] { $"ns=2;s={key}" } }))[0];

    private async Task<string> SubscribedAsync(IReadOnlyList<string> nodes)
    {
        var name = await peer.ConnectAsync(new OpcUaConnection(gateway.Url));
        await peer.AskAsync("subscribe", new { name, publishing = 50 });
        (await peer.AskAsync("monitor", new { name, items = nodes, queue = 10 })).Texts("status").ShouldAllBe(status => status == "Good");
        await Eventually.TrueAsync(async () => (await peer.AskAsync("notifications", new { name })).Number("least") >= 1, "the first values");
        return name;
    }
}
