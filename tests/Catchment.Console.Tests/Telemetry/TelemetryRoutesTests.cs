using System.Net;
using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Telemetry.Query;

namespace Catchment.WebConsole.Tests.Telemetry;

public sealed class TelemetryRoutesTests
{
    private static readonly DateTime Night = TelemetryWorld.Night;

    public static TheoryData<DatabaseKind> Systems => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Devices_have_keys_and_keys_have_values_with_their_age(DatabaseKind kind)
    {
        using var world = new TelemetryWorld(kind);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        (await GetAsync(node, "devices")).GetProperty("items").GetArrayLength().ShouldBe(0);
        world.Add("stage \"2\" & more/é", Night, """{"preset": "in"}""", "telem_stage");
        world.Add("camsci1", Night.AddSeconds(-60), """{"amps": [1, 2, 3], "rare": true}""");
        world.Add("camsci1", Night, """{"tempCtrl": {"temp": -40.5}, "exptime": 1e-3}""", "telem_cam");

        JsonElement devices = await GetAsync(node, "devices");
        Texts(devices, "device").ShouldBe(["camsci1", "stage \"2\" & more/é"]);
        JsonElement camera = devices.GetProperty("items")[0];
        Text(camera, "first", "last", "last_ec", "age_seconds").ShouldBe("2024-04-15T22:29:00.000000Z 2024-04-15T22:30:00.000000Z telem_cam 10");
        Text(devices, "now", "cut").ShouldBe("2024-04-15T22:30:10.000000Z False");

        JsonElement keys = await GetAsync(node, "keys?device=camsci1");
        keys.GetProperty("items").EnumerateArray().Select(k => $"{Text(k, "key", "kind", "age_seconds", "entries")} {k.GetProperty("value").GetRawText()}")
            .ShouldBe(["tempCtrl.temp number 10 1 -40.5", "exptime number 10 1 0.001", "amps array 70 1 [1,2,3]", "rare boolean 70 1 true"], ignoreOrder: true);
        keys.GetProperty("items").EnumerateArray().Single(k => k.GetProperty("key").GetString() == "amps").GetProperty("items").GetInt32().ShouldBe(3);
        Texts(await GetAsync(node, "keys?device=camsci1&entries=1"), "key").ShouldBe(["tempCtrl.temp", "exptime"], ignoreOrder: true);
        Texts(await GetAsync(node, $"keys?device={Uri.EscapeDataString("stage \"2\" & more/é")}"), "value").ShouldBe(["in"]);

        JsonElement last = await GetAsync(node, "last?device=camsci1&key=rare&key=exptime&key=amps[2]&key=never");
        last.GetProperty("items").EnumerateArray().Select(k => $"{Text(k, "key", "age_seconds")} {k.GetProperty("value").GetRawText()}").ShouldBe(["rare 70 true", "exptime 10 0.001", "amps[2] 70 3"]);
        foreach (string path in new[] { "keys?device=nobody", "last?device=nobody&key=x", "rows?device=nobody&key=x", "buckets?device=nobody&key=x&bucket=1s" })
            (await StatusAsync(node, path)).ShouldBe(HttpStatusCode.NotFound, path);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_value_that_is_nested_deeper_than_readers_go_is_left_out(DatabaseKind kind)
    {
        using var world = new TelemetryWorld(kind);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Add("a", Night, $$"""{"flat": {{Nested(32)}}, "deep": {{Nested(33)}}, "deepest": {{Nested(200)}}}""");
        foreach (string path in new[] { "keys?device=a", "last?device=a&key=flat&key=deep&key=deepest" })
        {
            JsonElement keys = await GetAsync(node, path);
            keys.GetProperty("items").EnumerateArray().Select(k => $"{Text(k, "key", "kind")} {(k.TryGetProperty("value", out JsonElement value) ? value.GetRawText() : "none")}")
                .ShouldBe([$"flat array {Nested(32)}", "deep array none", "deepest array none"], ignoreOrder: true);
        }

        static string Nested(int levels) => new string('[', levels) + new string(']', levels);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Rows_come_in_every_form_as_on_the_command_line(DatabaseKind kind)
    {
        using var world = new TelemetryWorld(kind);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Add("a", Night, """{"x": 1, "y": "say \"hi\", you"}""");
        world.Add("a", Night.AddSeconds(1), """{"x": 2.5e0}""", "other");
        world.Add("a", Night.AddSeconds(2), """{"z": 1}""");

        (await TextAsync(node, "rows?device=a&key=x&key=y&format=csv", "text/csv")).ShouldBe(
            "ts,ec,x,y\n2024-04-15T22:30:00.000000Z,ec,1,\"say \"\"hi\"\", you\"\n2024-04-15T22:30:01.000000Z,other,2.5,\n");
        (await TextAsync(node, "rows?device=a&key=x&format=ndjson", "application/x-ndjson")).ShouldBe(
            "{\"ts\":\"2024-04-15T22:30:00.000000Z\",\"ec\":\"ec\",\"values\":{\"x\":1}}\n{\"ts\":\"2024-04-15T22:30:01.000000Z\",\"ec\":\"other\",\"values\":{\"x\":2.5}}\n");
        using (var json = JsonDocument.Parse(await TextAsync(node, "rows?device=a&key=x", "application/json")))
            json.RootElement.GetArrayLength().ShouldBe(2);
        (await TextAsync(node, "rows?device=a&key=x&format=table", "text/plain")).Split('\n')[1].ShouldStartWith("2024-04-15T22:30:00.000000Z  ec ");
        (await TextAsync(node, "rows?device=a&key=never", "application/json")).ShouldBe("[\n\n]\n");
        foreach ((string span, string wanted) in new[]
        {
            ("from=2024-04-15T22:30:01", "2.5"), ("to=2024-04-16T00:30:00.5%2B02:00", "1"), ("ec=other", "2.5"), ("limit=1", "1"), ("last=9.5s", "2.5"), ("last=1h&to=2024-04-15T22:30", "1"),
        })
        {
            (await TextAsync(node, $"rows?device=a&key=x&format=csv&{span}", "text/csv")).Split('\n').Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',')[2]).ShouldBe([wanted], span);
        }
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Buckets_are_made_by_the_database(DatabaseKind kind)
    {
        using var world = new TelemetryWorld(kind);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Fill("a", Night, TimeSpan.FromSeconds(1), 120);

        (await TextAsync(node, "buckets?device=a&key=n&key=half&bucket=1m&format=csv", "text/csv")).ShouldBe(
            "ts,n:mean,n:min,n:max,half:mean,half:min,half:max\n2024-04-15T22:30:00.000000Z,29.5,0,59,14.75,0,29.5\n2024-04-15T22:31:00.000000Z,89.5,60,119,44.75,30,59.5\n");
        (await TextAsync(node, "buckets?device=a&key=n&bucket=1m&agg=count,first,last&format=ndjson&limit=1", "application/x-ndjson")).ShouldBe(
            "{\"ts\":\"2024-04-15T22:30:00.000000Z\",\"values\":{\"n\":{\"count\":60,\"first\":0,\"last\":59}}}\n");
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Observations_sizes_and_hosts_are_told(DatabaseKind kind)
    {
        using var world = new TelemetryWorld(kind);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Observe(Night.AddHours(-2), Night.AddHours(-1), "first light");
        world.Observe(Night.AddMinutes(-5), null, "HD 1");
        JsonElement spans = await GetAsync(node, "spans");
        spans.GetProperty("items").EnumerateArray().Select(s => Text(s, "start", "name", "email")).ShouldBe(
            ["2024-04-15T22:25:00.000000Z HD 1 jm@example.org", "2024-04-15T20:30:00.000000Z first light jm@example.org"]);
        spans.GetProperty("items")[0].TryGetProperty("end", out _).ShouldBeFalse();
        Texts(await GetAsync(node, "spans?from=2024-04-15T20:00&to=2024-04-15T21:00"), "name").ShouldBe(["first light"]);
        JsonElement one = await GetAsync(node, "spans?limit=1");
        (one.GetProperty("items").GetArrayLength(), one.GetProperty("cut").GetBoolean()).ShouldBe((1, true));

        world.File("exao1", "/data/a.bintel", 100, isIngested: true);
        world.File("exao1", "/data/b.bintel", 50, isIngested: false);
        world.Replica("exao1", "/data/a.bintel", "corral", 100);
        JsonElement stats = await GetAsync(node, "stats");
        Text(stats, "database").ShouldBe(kind == DatabaseKind.Sqlite ? "sqlite" : "postgresql");
        Text(stats.GetProperty("hosts")[0], "host", "files", "bytes", "ingested", "unread").ShouldBe("exao1 2 150 1 1");
        JsonElement host = (await GetAsync(node, "hosts")).GetProperty("items")[0];
        Text(host, "host", "files", "bytes", "ingested", "unread").ShouldBe("exao1 2 150 1 1");
        host.GetProperty("replicas").EnumerateArray().Select(r => $"{(r.TryGetProperty("place", out JsonElement place) ? place.GetString() : "-")} {Text(r, "state", "files", "bytes")}")
            .ShouldBe(["- missing 1 50", "corral current 1 100", "corral missing 1 50"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("devices?x=1", "x")]
    [InlineData("keys", "device")]
    [InlineData("keys?device=a&entries=0", "entries")]
    [InlineData("keys?device=a&device=b", "device")]
    [InlineData("rows?device=a", "key")]
    [InlineData("rows?key=x", "device")]
    [InlineData("rows?device=a&key=x..y", "key")]
    [InlineData("rows?device=a&key=x&format=xml", "format")]
    [InlineData("rows?device=a&key=x&from=yesterday", "from")]
    [InlineData("rows?device=a&key=x&from=2024-04-16&to=2024-04-15", "from")]
    [InlineData("rows?device=a&key=x&from=2024-04-16&last=1h", "last")]
    [InlineData("rows?device=a&key=x&last=0s", "last")]
    [InlineData("rows?device=a&key=x&limit=0", "limit")]
    [InlineData("rows?device=a&key=x&bucket=1s", "bucket")]
    [InlineData("buckets?device=a&key=x", "bucket")]
    [InlineData("buckets?device=a&key=x&bucket=1y", "bucket")]
    [InlineData("buckets?device=a&key=x&bucket=1s&agg=mean,mode", "agg")]
    [InlineData("last?device=a", "key")]
    [InlineData("last?device=a&key=x%00", "key")]
    [InlineData("rows?device=a&key=x&key=%00", "key")]
    [InlineData("spans?limit=10001", "limit")]
    public async Task What_cannot_be_asked_is_told_by_its_name(string path, string parameter)
    {
        using var world = new TelemetryWorld(DatabaseKind.Sqlite);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        using HttpResponseMessage answer = await node.Client.GetAsync(new Uri($"/api/v1/telemetry/{path}", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        problem.RootElement.GetProperty("parameter").GetString().ShouldBe(parameter);
    }

    [Fact]
    public async Task At_most_32_keys_are_asked_at_once()
    {
        using var world = new TelemetryWorld(DatabaseKind.Sqlite);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Add("a", Night, """{"k0": 1}""");
        string path = "rows?device=a" + string.Concat(Enumerable.Range(0, TelemetrySpan.MostKeys).Select(i => $"&key=k{i}"));
        (await StatusAsync(node, path)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(node, path + "&key=more")).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_node_without_telemetry_has_none_of_the_routes()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        (await StatusAsync(node, "devices")).ShouldBe(HttpStatusCode.NotFound);
        (await node.Client.GetAsync(new Uri("/telemetry", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told_and_is_asked_again()
    {
        using var world = new TelemetryWorld(DatabaseKind.Sqlite);
        world.TakeAway();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        using (HttpResponseMessage answer = await node.Client.GetAsync(new Uri("/api/v1/telemetry/devices", UriKind.Relative)))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("xtelemdb setup");
        }

        world.BringBack();
        (await StatusAsync(node, "devices")).ShouldBe(HttpStatusCode.OK);
    }

    internal static async Task<HttpStatusCode> StatusAsync(ConsoleNode node, string path)
    {
        using HttpResponseMessage answer = await node.Client.GetAsync(new Uri($"/api/v1/telemetry/{path}", UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<JsonElement> GetAsync(ConsoleNode node, string path)
    {
        using var answer = JsonDocument.Parse(await node.Client.GetStringAsync($"/api/v1/telemetry/{path}"));
        return answer.RootElement.Clone();
    }

    private static async Task<string> TextAsync(ConsoleNode node, string path, string type)
    {
        using HttpResponseMessage answer = await node.Client.GetAsync(new Uri($"/api/v1/telemetry/{path}", UriKind.Relative));
        string text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        return text;
    }

    private static IEnumerable<string?> Texts(JsonElement list, string name) => list.GetProperty("items").EnumerateArray().Select(i => i.GetProperty(name).GetString());

    private static string Text(JsonElement item, params string[] names) => string.Join(' ', names.Select(n => item.GetProperty(n).ToString()));
}
