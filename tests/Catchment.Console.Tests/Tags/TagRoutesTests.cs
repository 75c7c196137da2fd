using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;

namespace Catchment.WebConsole.Tests.Tags;

public sealed class TagRoutesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_window_of_tags_is_searched_filtered_and_sorted()
    {
        var time = new ManualTime(Noon.UtcDateTime);
        using var world = new TagWorld(time);
        double now = Noon.ToUnixTimeSeconds();
        world.Register("b:Two", "float", TagValue.Of(0.0), "bar");
        world.Register("a:one", "int", TagValue.Of(0));
        world.Register("c:three", "string", TagValue.Of(""));
        world.Register("d:four", "raw");
        world.Write("b:Two", 2.5, at: now - 10);
        world.Write("a:one", 7, TagQuality.Bad, now - 100);
        world.Store.Write("c:three", new TagWrite(TagValue.Of("é"), TagOrigin.Ipc, now - 1, TagQuality.Uncertain));
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));

        JsonElement all = await GetAsync(node, "tags");
        Keys(all).ShouldBe(["a:one", "b:Two", "c:three", "d:four"]);
        all.GetProperty("found").GetInt32().ShouldBe(4);
        all.GetProperty("now").GetDouble().ShouldBe(now);
        JsonElement two = all.GetProperty("items")[1];
        two.GetProperty("value").GetRawText().ShouldBe("2.5");
        two.GetProperty("units").GetString().ShouldBe("bar");
        two.GetProperty("data_type").GetString().ShouldBe("float");
        two.GetProperty("quality").GetString().ShouldBe("GOOD");
        two.GetProperty("timestamp").GetDouble().ShouldBe(now - 10);
        two.GetProperty("id").GetString()!.Length.ShouldBe(32);
        all.GetProperty("items")[3].GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);

        Keys(await GetAsync(node, "tags?order=down&limit=2")).ShouldBe(["d:four", "c:three"]);
        Keys(await GetAsync(node, "tags?offset=3")).ShouldBe(["d:four"]);
        Keys(await GetAsync(node, "tags?offset=9")).ShouldBeEmpty();
        Keys(await GetAsync(node, "tags?search=T%20B:")).ShouldBe(["b:Two"]);
        Keys(await GetAsync(node, "tags?quality=BAD")).ShouldBe(["a:one"]);
        Keys(await GetAsync(node, "tags?older=15s")).ShouldBe(["a:one"]);
        Keys(await GetAsync(node, "tags?sort=value")).ShouldBe(["b:Two", "a:one", "c:three", "d:four"]);
        Keys(await GetAsync(node, "tags?sort=age")).ShouldBe(["d:four", "c:three", "b:Two", "a:one"]);
        Keys(await GetAsync(node, "tags?sort=quality&order=down")).ShouldBe(["a:one", "c:three", "d:four", "b:Two"]);

        // An order that moves with the values holds for a second; tags that come are there at once.
        world.Write("b:Two", 99, at: now);
        Keys(await GetAsync(node, "tags?sort=value")).ShouldBe(["b:Two", "a:one", "c:three", "d:four"]);
        time.Advance(TimeSpan.FromSeconds(2));
        Keys(await GetAsync(node, "tags?sort=value")).ShouldBe(["a:one", "b:Two", "c:three", "d:four"]);
        world.Register("Ab:new");
        world.Store.Unregister("c:three");
        Keys(await GetAsync(node, "tags")).ShouldBe(["a:one", "Ab:new", "b:Two", "d:four"]);

        foreach (string wrong in new[] { "quality=good", "sort=size", "limit=0", "offset=-1", "older=soon", "what=1", "limit=1&limit=2" })
            (await node.Client.GetAsync($"/api/v1/tags?{wrong}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest, wrong);
    }

    [Fact]
    public async Task A_tag_tells_its_definition_its_places_and_its_past()
    {
        var time = new ManualTime(Noon.UtcDateTime);
        using var world = new TagWorld(time);
        double now = Noon.ToUnixTimeSeconds();
        DataPoint point = world.Register("PLC/1:temp ü", "float", TagValue.Of(1.0), "°C", new TagLimits(0, 100, true));
        for (var i = 0; i < 100; i++)
            world.Write(point.Key, i, at: now - 100 + i);
        world.Model.Modbus.Set(new ModbusMapping { Id = "m", Key = point.Key, RegisterAddress = 7 });
        world.Model.Snmp.Set(new SnmpMapping { Id = "s", Key = point.Key, Oid = "1.3.6" });
        world.Model.Snmp.Set(new SnmpMapping { Id = "o", Key = "other", Oid = "1.3.7" });
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        string key = Uri.EscapeDataString(point.Key);

        JsonElement detail = await GetAsync(node, $"tags/tag?key={key}");
        detail.GetProperty("tag").GetProperty("value").GetRawText().ShouldBe("99.0");
        detail.GetProperty("default").GetRawText().ShouldBe("1.0");
        detail.GetProperty("address").GetInt64().ShouldBe(40_001);
        detail.GetProperty("limits").GetRawText().ShouldBe("""{"low":0,"high":100,"is_clamped":true}""");
        detail.GetProperty("allows_writes").GetBoolean().ShouldBeFalse();
        detail.GetProperty("mappings").EnumerateArray().Select(m => $"{m.GetProperty("protocol").GetString()} {m.GetProperty("id").GetString()}").ShouldBe(["modbus m", "snmp s"]);
        detail.GetProperty("mappings")[0].GetProperty("mapping").GetProperty("register_address").GetInt32().ShouldBe(7);

        JsonElement past = await GetAsync(node, $"tags/history?key={key}&buckets=10");
        past.GetProperty("from").GetDouble().ShouldBe(now - 100);
        past.GetProperty("width").GetDouble().ShouldBe(10);
        past.GetProperty("entries").GetInt32().ShouldBe(100);
        past.GetProperty("buckets")[3].GetRawText().ShouldBe(string.Create(CultureInfo.InvariantCulture, $$"""{"start":{{now - 70}},"min":30,"max":39,"mean":34.5,"count":10}"""));
        past.GetProperty("newest")[0].GetProperty("value").GetDouble().ShouldBe(99);
        JsonElement end = await GetAsync(node, $"tags/history?key={key}&last=10s&buckets=5");
        end.GetProperty("buckets").EnumerateArray().Sum(b => b.GetProperty("count").GetInt32()).ShouldBe(10);
        JsonElement part = await GetAsync(node, $"tags/history?key={key}&from=2026-03-01T11:58:30&to=2026-03-01T11:58:39");
        part.GetProperty("entries").GetInt32().ShouldBe(10);

        (await node.Client.GetAsync("/api/v1/tags/tag?key=nobody")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await node.Client.GetAsync("/api/v1/tags/tag")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await node.Client.GetAsync($"/api/v1/tags/history?key={key}&last=1h&from=2026-03-01")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Long_and_deep_values_are_cut_in_lists_and_told_whole_once()
    {
        using var world = new TagWorld();
        var deep = new string('[', 60) + new string(']', 60);
        world.Register("deep", "raw");
        world.Register("long", "string", TagValue.Of(""));
        world.Store.Write("deep", new TagWrite(TagValue.Of(JsonElement.Parse(deep)), TagOrigin.Ipc));
        world.Store.Write("long", new TagWrite(TagValue.Of(new string('x', 199) + "😀" + new string('y', 5000)), TagOrigin.Ipc));
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        JsonElement items = (await GetAsync(node, "tags")).GetProperty("items");
        items[0].GetProperty("value").GetString().ShouldBe(deep);
        items[0].GetProperty("is_cut").GetBoolean().ShouldBeTrue();
        items[1].GetProperty("value").GetString().ShouldBe(new string('x', 199));
        (await GetAsync(node, "tags/tag?key=long")).GetProperty("text").GetString()!.Length.ShouldBe(5201);
    }

    [Fact]
    public async Task Values_are_written_only_where_that_is_allowed_and_only_what_fits()
    {
        using var world = new TagWorld();
        world.Register("t", "float", TagValue.Of(0.0), "°C", new TagLimits(0, 100, false));
        world.Register("n", "int", TagValue.Of(0));
        var seen = new Origins();
        using IDisposable observing = world.Store.Observe(seen);
        await using (ConsoleNode closed = await ConsoleNode.StartAsync(p => world.Into(p)))
        {
            HttpResponseMessage refused = await PutAsync(closed, "tags/value?key=t", """{"value":5}""");
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await refused.Content.ReadAsStringAsync()).ShouldContain("gateway.console_writes");
        }

        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p, allowsWrites: true));
        HttpResponseMessage written = await PutAsync(node, "tags/value?key=t", """{"value":55.5}""");
        written.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await JsonAsync(written)).GetProperty("value").GetRawText().ShouldBe("55.5");
        seen.All.ShouldBe([TagOrigin.Http]);
        (await PutAsync(node, "tags/value?key=n", """{"value":9007199254740991}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        world.Store.TryGet("n", out DataPoint? n).ShouldBeTrue();
        n.Read().Value.AsWhole.ShouldBe(9_007_199_254_740_991);

        foreach (string wrong in new[] { """{"value":101}""", """{"value":"warm"}""", """{"value":[1]}""", """{"values":1}""", """{"value":1,"quality":"BAD"}""", "[1]", "", "nonsense", """{"value":"\ud800"}""" })
        {
            HttpResponseMessage refused = await PutAsync(node, "tags/value?key=t", wrong);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest, wrong);
            (await JsonAsync(refused)).GetProperty("parameter").GetString().ShouldBeOneOf("value", "body");
        }

        (await PutAsync(node, "tags/value?key=t", $$"""{"value":"{{new string('x', 500_000)}}"}""")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PutAsync(node, "tags/value?key=nobody", """{"value":1}""")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var foreign = new HttpRequestMessage(HttpMethod.Put, "/api/v1/tags/value?key=t") { Content = new StringContent("""{"value":1}"""), Headers = { { "Origin", "https://elsewhere.example" } } };
        (await node.Client.SendAsync(foreign)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        world.Store.TryGet("t", out DataPoint? t).ShouldBeTrue();
        t.Read().Value.AsNumber.ShouldBe(55.5);
    }

    [Fact]
    public async Task Mappings_are_tried_set_listed_and_removed_by_the_rules_of_the_gateway()
    {
        using var world = new TagWorld();
        world.Register("a");
        world.Register("b");
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        HttpResponseMessage set = await PutAsync(node, "tags/mappings?protocol=modbus", """{"id":"a","key":"a","register_address":10,"data_type":"float32","description":"The first"}""");
        set.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await JsonAsync(set)).GetProperty("mapping").GetProperty("endianess").GetString().ShouldBe("big");

        JsonElement overlap = await PostAsync(node, "tags/mappings/check?protocol=modbus", """{"id":"b","key":"b","register_address":11}""");
        overlap.GetProperty("is_possible").GetBoolean().ShouldBeFalse();
        overlap.GetProperty("detail").GetString().ShouldBe("Register address conflict: 11-11 overlaps with existing mapping 'a' at 10-11. Suggested address: 12");
        overlap.GetProperty("parameter").GetString().ShouldBe("register_address");
        JsonElement replaced = await PostAsync(node, "tags/mappings/check?protocol=modbus", """{"id":"a","key":"x","register_address":11,"data_type":"int17"}""");
        replaced.GetProperty("is_possible").GetBoolean().ShouldBeTrue();
        replaced.GetProperty("replaces").GetString().ShouldBe("a");
        replaced.GetProperty("is_registered").GetBoolean().ShouldBeFalse();
        replaced.GetProperty("warnings")[0].GetString().ShouldBe("data_type 'int17'");
        world.Model.Modbus.Count.ShouldBe(1);

        (string Protocol, string Body, string Parameter)[] wrong =
        [
            ("modbus", """{"id":"b","key":"b","register_address":11}""", "register_address"),
            ("modbus", """{"id":"b","key":"b","register_address":"11"}""", "register_address"),
            ("modbus", """{"id":"b","key":"b","register_address":1,"scaling_factor":0}""", "scaling_factor"),
            ("modbus", """{"id":"b","register_address":1}""", "key"),
            ("modbus", """{"key":"b","register_address":1}""", "id"),
            ("iec104", """{"id":"b","key":"b","ioa":0}""", "ioa"),
            ("opcua", """{"id":"b","key":"b","node_id":"x"}""", "node_id"),
            ("snmp", """{"id":"b","key":"b","oid":"1"}""", "oid"),
        ];
        foreach ((string protocol, string body, string parameter) in wrong)
        {
            HttpResponseMessage refused = await PutAsync(node, $"tags/mappings?protocol={protocol}", body);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest, body);
            (await JsonAsync(refused)).GetProperty("parameter").GetString().ShouldBe(parameter, body);
        }

        // A node that is not named is the next one of the tag's type.
        JsonElement made = await JsonAsync(await PutAsync(node, "tags/mappings?protocol=opcua", """{"id":"b","key":"b","data_type":"Float"}"""));
        made.GetProperty("mapping").GetProperty("node_id").GetString().ShouldBe("ns=2;i=100");
        made.GetProperty("mapping").GetProperty("data_type").GetString().ShouldBe("Float");

        JsonElement page = await GetAsync(node, "tags/mappings?protocol=modbus&search=FIRST");
        page.GetProperty("found").GetInt32().ShouldBe(1);
        (await GetAsync(node, "tags/mappings?protocol=modbus&search=second")).GetProperty("found").GetInt32().ShouldBe(0);
        (await node.Client.GetAsync("/api/v1/tags/mappings")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        await PutAsync(node, "tags/mappings?protocol=snmp", """{"id":"a","key":"a","oid":"1.3.6.1"}""");
        HttpResponseMessage gone = await node.Client.DeleteAsync("/api/v1/tags/mappings?protocol=modbus&id=a");
        gone.StatusCode.ShouldBe(HttpStatusCode.OK);
        world.Store.TryGet("a", out _).ShouldBeTrue("SNMP still names it");
        (await (await node.Client.DeleteAsync("/api/v1/tags/mappings?protocol=snmp&id=a")).Content.ReadAsStringAsync()).ShouldContain("nothing else named it");
        world.Store.TryGet("a", out _).ShouldBeFalse();
        (await node.Client.DeleteAsync("/api/v1/tags/mappings?protocol=snmp&id=a")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_gateway_is_told_and_its_servers_are_switched()
    {
        using var world = new TagWorld();
        world.Scene();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        JsonElement gateway = await GetAsync(node, "tags/gateway");
        gateway.GetProperty("store").GetProperty("bad").GetInt32().ShouldBe(1);
        gateway.GetProperty("services").EnumerateArray().Select(s => s.GetProperty("name").GetString()).ShouldBe(["modbus", "opcua", "iec104", "snmp"]);
        gateway.GetProperty("services")[0].GetProperty("mappings").GetInt32().ShouldBe(4);
        gateway.GetProperty("sync").GetProperty("errors").GetArrayLength().ShouldBe(3);
        gateway.GetProperty("devices")[2].GetProperty("status").GetString().ShouldBe("modbus_connect_failed");

        JsonElement on = await JsonAsync(await node.Client.PutAsync("/api/v1/tags/services?name=modbus&enabled=true", null));
        on.GetProperty("is_running").GetBoolean().ShouldBeTrue();
        world.Server.IsRunning.ShouldBeTrue();
        (await node.Client.PutAsync("/api/v1/tags/services?name=modbus&enabled=false", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        world.Server.IsRunning.ShouldBeFalse();
        JsonElement unbuilt = await JsonAsync(await node.Client.PutAsync("/api/v1/tags/services?name=snmp&enabled=true", null));
        unbuilt.GetProperty("is_enabled").GetBoolean().ShouldBeTrue();
        unbuilt.GetProperty("is_running").GetBoolean().ShouldBeFalse();
        world.Server.Trouble = new IOException("port 5020 is in use");
        HttpResponseMessage failed = await node.Client.PutAsync("/api/v1/tags/services?name=modbus&enabled=true", null);
        failed.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await failed.Content.ReadAsStringAsync()).ShouldContain("port 5020 is in use");
        (await node.Client.PutAsync("/api/v1/tags/services?name=dnp3&enabled=true", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await node.Client.PutAsync("/api/v1/tags/services?name=modbus", null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        // A gateway that is being started again is away meanwhile.
        world.Running = null;
        foreach (string path in new[] { "tags", "tags/tag?key=a", "tags/gateway", "tags/live", "tags/mappings?protocol=snmp" })
            (await node.Client.GetAsync($"/api/v1/{path}")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, path);
    }

    [Fact]
    public async Task Who_asks_the_snmp_agent_is_told()
    {
        using var world = new TagWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));

        JsonElement agent = (await GetAsync(node, "tags/gateway")).GetProperty("snmp");
        (agent.GetProperty("objects").GetInt32(), agent.GetProperty("engine_boots").GetInt32(), agent.GetProperty("notifications_lost").GetInt64()).ShouldBe((12, 3, 2));
        agent.GetProperty("targets")[0].GetString().ShouldBe("10.0.0.5:162 v2c");
        JsonElement[] peers = [.. agent.GetProperty("peers").EnumerateArray()];
        peers.Select(static p => (p.GetProperty("address").GetString(), p.GetProperty("answered").GetInt64(), p.GetProperty("refused").GetInt64())).ShouldBe([("10.0.0.5", 300, 0), ("10.0.0.9", 0, 7)]);
        peers[0].TryGetProperty("last_refusal", out _).ShouldBeFalse();
        peers[1].GetProperty("last_refusal").GetString().ShouldBe("wrong_digest");
    }

    [Fact]
    public async Task The_clients_of_opc_ua_are_told_and_their_certificates_judged()
    {
        using var world = new TagWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        JsonElement server = (await GetAsync(node, "tags/gateway")).GetProperty("opc_ua");
        server.GetProperty("clients").EnumerateArray().Select(c => c.GetProperty("address").GetString()).ShouldBe(["127.0.0.1:50001", "127.0.0.1:50002"]);
        server.GetProperty("clients")[0].GetProperty("user").GetString().ShouldBe("anna");
        server.GetProperty("certificates")[0].GetProperty("state").GetString().ShouldBe("rejected");

        string path = $"/api/v1/tags/certificates?thumbprint={StandInOpcUa.Thumbprint}";
        (await JsonAsync(await node.Client.PutAsync($"{path}&trusted=true", null))).GetProperty("state").GetString().ShouldBe("trusted");
        (await JsonAsync(await node.Client.PutAsync($"{path}&trusted=false", null))).GetProperty("state").GetString().ShouldBe("rejected");
        (await node.Client.PutAsync("/api/v1/tags/certificates?thumbprint=00&trusted=true", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await node.Client.PutAsync(path, null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_masters_of_iec_104_are_told()
    {
        using var world = new TagWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        JsonElement server = (await GetAsync(node, "tags/gateway")).GetProperty("iec104");
        server.GetProperty("objects").GetInt32().ShouldBe(40);
        server.GetProperty("groups")[0].GetProperty("name").GetString().ShouldBe("control room");
        server.GetProperty("masters").EnumerateArray().Select(m => (m.GetProperty("address").GetString(), m.GetProperty("is_started").GetBoolean())).ShouldBe(
            [("10.0.0.11:50001", true), ("10.0.0.20:50002", false)]);
        server.GetProperty("masters")[1].TryGetProperty("group", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_node_without_a_gateway_has_neither_routes_nor_pages_of_tags()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        (await node.Client.GetAsync("/api/v1/tags")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await node.Client.GetAsync("/tags")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string?[] Keys(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("key").GetString())];

    private static async Task<JsonElement> GetAsync(ConsoleNode node, string path) => JsonElement.Parse(await node.Client.GetStringAsync($"/api/v1/{path}"));

    private static async Task<JsonElement> PostAsync(ConsoleNode node, string path, string body) => await JsonAsync(await node.Client.PostAsync($"/api/v1/{path}", Json(body)));

    private static Task<HttpResponseMessage> PutAsync(ConsoleNode node, string path, string body) => node.Client.PutAsync($"/api/v1/{path}", Json(body));

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsStringAsync());

    private sealed class Origins : ITagObserver
    {
        public List<TagOrigin> All { get; } = [];

        public void Written(DataPoint point, in PointState before, in PointState now, TagOrigin origin)
        {
            if (point.Key == "t")
                All.Add(origin);
        }
    }
}
