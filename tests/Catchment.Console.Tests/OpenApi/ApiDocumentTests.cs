using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.WebConsole.Tests.Telemetry;

namespace Catchment.WebConsole.Tests.OpenApi;

public sealed class ApiDocumentTests
{
    [Fact]
    public async Task The_description_is_whole_and_names_every_route()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        using var document = JsonDocument.Parse(await node.Client.GetStringAsync("/api/v1/openapi.json"));
        JsonElement root = document.RootElement;

        root.GetProperty("openapi").GetString()!.ShouldStartWith("3.1");
        root.GetProperty("info").GetProperty("title").GetString().ShouldBe("Catchment");
        Dictionary<string, JsonElement> paths = root.GetProperty("paths").EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        string[] wanted =
        [
            "/api/v1/cameras", "/api/v1/frames", "/api/v1/events", "/api/v1/days", "/api/v1/counts", "/api/v1/eventtypes", "/api/v1/disk",
            "/api/v1/pictures/{day}/{name}", "/api/v1/live", "/api/v1/status", "/health/live", "/health/ready", "/metrics",
        ];
        paths.Keys.ShouldBe(wanted, ignoreOrder: true);

        foreach ((string path, JsonElement methods) in paths)
        {
            JsonElement get = methods.GetProperty("get");
            get.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(path);
            JsonElement ok = get.GetProperty("responses").GetProperty("200");
            ok.GetProperty("content").EnumerateObject().ShouldNotBeEmpty(path);
            string[] inPath = [.. path.Split('/').Where(s => s.StartsWith('{')).Select(s => s.Trim('{', '}'))];
            JsonElement[] parameters = get.TryGetProperty("parameters", out JsonElement given) ? [.. given.EnumerateArray()] : [];
            parameters.Where(p => p.GetProperty("in").GetString() == "path").Select(p => p.GetProperty("name").GetString()!).ShouldBe(inPath, path);
            foreach (JsonElement parameter in parameters)
            {
                parameter.GetProperty("description").GetString().ShouldNotBeNullOrEmpty(path);
                parameter.GetProperty("schema").GetProperty("type").GetString().ShouldBeOneOf("string", "integer");
            }
        }
    }

    [Fact]
    public async Task Every_reference_leads_to_a_schema_and_every_answer_fits_its_own()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => p with { Disk = () => new ConsoleDisk(1, 2, 3, Scene.Now, "x") });
        Scene.Fill(node);
        using var document = JsonDocument.Parse(await node.Client.GetStringAsync("/api/v1/openapi.json"));
        JsonElement root = document.RootElement;
        JsonElement schemas = root.GetProperty("components").GetProperty("schemas");
        foreach (string reference in References(root))
            schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _).ShouldBeTrue(reference);

        foreach (string path in new[] { "/api/v1/cameras", "/api/v1/frames", "/api/v1/events", "/api/v1/days", "/api/v1/eventtypes", "/api/v1/disk", "/api/v1/status", "/health/ready" })
        {
            JsonElement schema = root.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200")
                .GetProperty("content").GetProperty("application/json").GetProperty("schema");
            using var answer = JsonDocument.Parse(await node.Client.GetStringAsync(path));
            Check(answer.RootElement, schema, schemas, path);
        }
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task Telemetry_is_described_as_it_is_answered(DatabaseKind kind)
    {
        using var world = new TelemetryWorld(kind);
        world.Add("a", TelemetryWorld.Night, """{"x": 1, "y": {"z": [1]}, "t": "text"}""");
        world.Observe(TelemetryWorld.Night, null, "HD 1");
        world.File("exao1", "/data/a.bintel", 100, isIngested: true);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        using var document = JsonDocument.Parse(await node.Client.GetStringAsync("/api/v1/openapi.json"));
        JsonElement root = document.RootElement;
        JsonElement schemas = root.GetProperty("components").GetProperty("schemas");
        JsonElement paths = root.GetProperty("paths");
        paths.EnumerateObject().Where(p => p.Name.Contains("/telemetry/", StringComparison.Ordinal)).Select(p => p.Name["/api/v1/telemetry/".Length..])
            .ShouldBe(["devices", "keys", "last", "rows", "buckets", "spans", "stats", "hosts"], ignoreOrder: true);
        foreach (string reference in References(root))
            schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _).ShouldBeTrue(reference);
        foreach (string question in new[] { "devices", "keys?device=a", "last?device=a&key=x", "spans", "stats", "hosts" })
        {
            JsonElement schema = Get(question).GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema");
            using var answer = JsonDocument.Parse(await node.Client.GetStringAsync($"/api/v1/telemetry/{question}"));
            Check(answer.RootElement, schema, schemas, question);
        }

        JsonElement rows = Get("rows");
        rows.GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Select(c => c.Name)
            .ShouldBe(["application/json", "text/csv", "application/x-ndjson", "text/plain"], ignoreOrder: true);
        JsonElement key = rows.GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "key");
        key.GetProperty("required").GetBoolean().ShouldBeTrue();
        key.GetProperty("schema").GetProperty("type").GetString().ShouldBe("array");
        key.GetProperty("schema").GetProperty("items").GetProperty("type").GetString().ShouldBe("string");

        JsonElement Get(string question) => paths.GetProperty("/api/v1/telemetry/" + question.Split('?')[0]).GetProperty("get");
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => p.NameEquals("$ref") ? [p.Value.GetString()!] : References(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    /// <summary>Every property of an answer stands in its schema, and every required one in the answer.</summary>
    private static void Check(JsonElement value, JsonElement schema, JsonElement schemas, string at)
    {
        if (schema.TryGetProperty("oneOf", out JsonElement choices))
            schema = choices.EnumerateArray().First(c => c.TryGetProperty("$ref", out _));
        if (schema.TryGetProperty("$ref", out JsonElement reference))
            schema = schemas.GetProperty(reference.GetString()!["#/components/schemas/".Length..]);
        if (!schema.TryGetProperty("type", out _))
            return; // a value of any kind
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
                Check(item, schema.GetProperty("items"), schemas, at + "[]");
        }
        else if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out JsonElement properties))
        {
            foreach (JsonProperty property in value.EnumerateObject())
            {
                properties.TryGetProperty(property.Name, out JsonElement inner).ShouldBeTrue($"{at}.{property.Name}");
                Check(property.Value, inner, schemas, $"{at}.{property.Name}");
            }
        }
    }
}
