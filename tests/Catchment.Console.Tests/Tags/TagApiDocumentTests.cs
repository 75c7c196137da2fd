using System.Text;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.WebConsole.Tests.Tags;

/// <summary>The description of the routes of tags says what they answer: every member, its kind, and which are always there.</summary>
public sealed class TagApiDocumentTests
{
    private static readonly (string Method, string Path, string Question, string? Body)[] Asked =
    [
        ("GET", "tags", "", null),
        ("GET", "tags/tag", "?key=Weather:report", null),
        ("GET", "tags/tag", "?key=Boiler_1:flow_temperature", null),
        ("GET", "tags/tag", "?key=long", null),
        ("GET", "tags/history", "?key=Boiler_1:flow_temperature", null),
        ("GET", "tags/history", "?key=Boiler_1:message", null),
        ("PUT", "tags/value", "?key=Pump_1:speed", """{"value":12}"""),
        ("GET", "tags/mappings", "?protocol=modbus", null),
        ("GET", "tags/mappings", "?protocol=snmp", null),
        ("PUT", "tags/mappings", "?protocol=snmp", """{"id":"a","key":"a","oid":"1.3.6.1.4.1.53864.1"}"""),
        ("POST", "tags/mappings/check", "?protocol=iec104", """{"id":"a","key":"a","ioa":1}"""),
        ("POST", "tags/mappings/check", "?protocol=iec104", """{"id":"a","key":"a","ioa":1001,"type":"M_XX_1"}"""),
        ("POST", "tags/mappings/check", "?protocol=iec104", """{"id":"a"}"""),
        ("DELETE", "tags/mappings", "?protocol=snmp&id=a", null),
        ("GET", "tags/gateway", "", null),
        ("PUT", "tags/services", "?name=modbus&enabled=true", null),
        ("PUT", "tags/certificates", $"?thumbprint={StandInOpcUa.Thumbprint}&trusted=true", null),
    ];

    [Fact]
    public async Task Every_answer_about_tags_fits_its_schema()
    {
        using var world = new TagWorld();
        world.Scene();
        world.Store.Write("long", new TagWrite(TagValue.Of(new string('x', 1000)), TagOrigin.Ipc));
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p, allowsWrites: true));
        using var document = JsonDocument.Parse(await node.Client.GetStringAsync("/api/v1/openapi.json"));
        var described = document.RootElement.GetProperty("paths").EnumerateObject().Where(p => p.Name.StartsWith("/api/v1/tags", StringComparison.Ordinal))
            .SelectMany(p => p.Value.EnumerateObject().Select(m => $"{m.Name.ToUpperInvariant()} {p.Name["/api/v1/".Length..]}"));
        described.ShouldBe(Asked.Select(static a => $"{a.Method} {a.Path}").Append("GET tags/live").Distinct(), ignoreOrder: true);

        foreach ((string method, string path, string question, string? body) in Asked)
        {
            JsonElement operation = document.RootElement.GetProperty("paths").GetProperty("/api/v1/" + path).GetProperty(method.ToLowerInvariant());
            string at = $"{method} {path}{question}";
            operation.TryGetProperty("requestBody", out _).ShouldBe(body is not null, at);
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1/{path}{question}");
            if (body is not null)
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await node.Client.SendAsync(request);
            response.IsSuccessStatusCode.ShouldBeTrue(at);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            JsonElement content = operation.GetProperty("responses").GetProperty("200").GetProperty("content");
            content.EnumerateObject().Select(static c => c.Name).ShouldBe(["application/json"], at);
            Faults(answer.RootElement, content.GetProperty("application/json").GetProperty("schema"), document.RootElement, at).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_refusal_fits_its_schema_and_the_stream_is_described_as_one()
    {
        using var world = new TagWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        using var document = JsonDocument.Parse(await node.Client.GetStringAsync("/api/v1/openapi.json"));
        JsonElement paths = document.RootElement.GetProperty("paths");
        foreach ((string path, string status) in new[] { ("tags?limit=x", "400"), ("tags/tag?key=nobody", "404") })
        {
            using HttpResponseMessage response = await node.Client.GetAsync($"/api/v1/{path}");
            $"{(int)response.StatusCode}".ShouldBe(status);
            JsonElement content = paths.GetProperty("/api/v1/" + path.Split('?')[0]).GetProperty("get").GetProperty("responses").GetProperty(status).GetProperty("content");
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            Faults(answer.RootElement, content.GetProperty(response.Content.Headers.ContentType!.MediaType!).GetProperty("schema"), document.RootElement, path).ShouldBeEmpty();
        }

        paths.GetProperty("/api/v1/tags/live").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Select(static c => c.Name)
            .ShouldBe(["text/event-stream"]);
    }

    /// <summary>Where a value is not as its schema has it.</summary>
    private static IReadOnlyList<string> Faults(JsonElement value, JsonElement schema, JsonElement document, string at)
    {
        if (schema.ValueKind == JsonValueKind.True)
            return [];
        if (schema.TryGetProperty("$ref", out JsonElement reference))
            return Faults(value, document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!["#/components/schemas/".Length..]), document, at);
        if (schema.TryGetProperty("oneOf", out JsonElement choices) || schema.TryGetProperty("anyOf", out choices))
            return choices.EnumerateArray().Select(choice => Faults(value, choice, document, at)).MinBy(static faults => faults.Count)!;
        if (!schema.TryGetProperty("type", out JsonElement type))
            return []; // a value of any kind
        string kind = value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
            _ => value.ValueKind.ToString().ToLowerInvariant(),
        };
        string[] kinds = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(static t => t.GetString()!)] : [type.GetString()!];
        if (!kinds.Contains(kind) && !(kind == "integer" && kinds.Contains("number")))
            return [$"{at} is {kind}, not {string.Join(" or ", kinds)}"];
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().SelectMany(item => Faults(item, schema.GetProperty("items"), document, at + "[]"))];
        if (value.ValueKind != JsonValueKind.Object)
            return [];
        JsonElement properties = schema.GetProperty("properties");
        List<string> faults = [.. schema.TryGetProperty("required", out JsonElement required)
            ? required.EnumerateArray().Select(static r => r.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{at}.{name} is missing")
            : []];
        foreach (JsonProperty member in value.EnumerateObject())
            faults.AddRange(properties.TryGetProperty(member.Name, out JsonElement inner) ? Faults(member.Value, inner, document, $"{at}.{member.Name}") : [$"{at}.{member.Name} is not described"]);
        return faults;
    }
}
