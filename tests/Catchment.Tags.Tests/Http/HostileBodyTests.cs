using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Catchment.Tags.Tests.Http;

/// <summary>No body makes the gateway fail: each is answered with 200 or 4xx, and what can be read stays JSON.</summary>
public sealed class HostileBodyTests : IAsyncLifetime
{
    private static readonly string[] Paths =
    [
        "/register", "/register/bulk", "/write", "/mappings/modbus", "/mappings/opcua", "/mappings/iec104", "/mappings/snmp", "/mqtt-publisher/config", "/calculation-tags",
    ];

    private static readonly string[] Readers = ["/data", "/detailed", "/datapoints", "/points", "/addr?start=40001", "/address-space/info", "/mappings/modbus", "/mappings/opcua", "/mappings/iec104", "/mappings/snmp"];

    /// <summary>Each member that a route reads, with a value that it takes.</summary>
    private static readonly Dictionary<string, string> Good = new(StringComparer.Ordinal)
    {
        ["/register"] = """{"key":"k","address":60000,"default":1,"data_type":"float","units":"u","allow_address_conflict":false,"limits":{"low":0,"high":1,"clamp":true}}""",
        ["/register/bulk"] = """{"points":[{"key":"k1"}],"allow_address_conflict":true}""",
        ["/write"] = """{"key":"k","address":60000,"value":1}""",
        ["/mappings/modbus"] = """{"id":"i","key":"k","register_address":1,"function_code":3,"data_type":"int16","access":"rw","scaling_factor":1,"endianess":"big","description":"","length":1}""",
        ["/mappings/opcua"] = """{"id":"i","key":"k","node_id":"i=5","browse_name":"b","display_name":"d","data_type":"Float","value_rank":-1,"access_level":"CurrentRead","timestamps":"Both","namespace":2,"description":"","start_node_id":100,"data_ids":null,"start_namespace":2,"padding_strategy":"sequential"}""",
        ["/mappings/iec104"] = """{"id":"i","key":"k","ioa":1,"type":"M_ME_NC_1","cause":"periodic","quality":true,"timestamp":true,"access":"r","description":"","scaling_factor":1,"common_address":1,"period_ms":0,"deadband":0,"type_id":"x"}""",
        ["/mappings/snmp"] = """{"id":"i","key":"k","oid":"1.3","syntax":"Gauge32","access":"read-only","description":"","index":1}""",
        ["/mqtt-publisher/config"] = """{"enabled":false,"brokers":[],"mappings":[]}""",
        ["/calculation-tags"] = """{"name":"n","formula":"A","variables":{"A":"k"},"default_value":0,"period":1}""",
    };

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e400", "-1e400", "1e-400", "9223372036854775808", new string('9', 5000), "\"\"", "\"x\"", "\"5\"", "\"\\u0000\"", "\"\\uD83D\\uDE00\"", "[]", "[1]", "[[]]", "{}",
        """{"a":1}""", """["x",null,{"key":5}]""", $"\"{new string('a', 70_000)}\"",
    ];

    private readonly TestDesks _desks = new();
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(change: (_, parts) => parts with { Calculation = _desks, Mqtt = _desks, Sync = _desks });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_wrong_value_in_any_member_is_refused_or_taken()
    {
        foreach (var (path, good) in Good)
        {
            foreach (var (member, _) in JsonNode.Parse(good)!.AsObject())
            {
                foreach (var value in Values)
                {
                    var body = JsonNode.Parse(good)!.AsObject();
                    body[member] = "\u0001";
                    await AnswersAsync(path, body.ToJsonString().Replace("\"\\u0001\"", value, StringComparison.Ordinal));
                }
            }
        }

        await IsReadableAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{}{}")]
    [InlineData("{\"key\":\"a\",\"value\":NaN}")]
    [InlineData("{\"key\":\"a\",\"value\":Infinity}")]
    [InlineData("{\"key\":\"a\",\"value\":-Infinity}")]
    [InlineData("{'key':'a'}")]
    [InlineData("{\"key\":\"\\ud800\",\"value\":1}")]
    [InlineData("{\"key\":\"a\",\"value\":\"\\udc00\"}")]
    [InlineData("{\"key\":\"a\",\"value\":{\"x\":[\"\\uD800x\"]}}")]
    [InlineData("{\"\\ud800\":1,\"key\":\"a\"}")]
    [InlineData("{\"key\":\"a\",\"value\":1,}")]
    [InlineData("/* no */{}")]
    public async Task What_is_no_JSON_object_of_valid_texts_is_answered_422_with_a_list(string body)
    {
        foreach (var path in Paths)
        {
            var (status, json) = await _gateway.PostAsync(path, body);
            status.ShouldBe(422, path);
            json!["detail"].ShouldBeOfType<JsonArray>().ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task Invalid_UTF8_is_no_JSON()
    {
        using var content = new ByteArrayContent([.. "{\"key\":\""u8, 0xFF, 0xC0, 0x80, .. "\",\"value\":1}"u8]);
        using var response = await _gateway.Client.PostAsync(new Uri("/write", UriKind.Relative), content);

        ((int)response.StatusCode).ShouldBe(422);
    }

    [Fact]
    public async Task Deep_nesting_is_refused_beyond_a_thousand_and_read_up_to_it()
    {
        (await _gateway.PostAsync("/register", """{"key":"raw","data_type":"raw","default":null}""")).Status.ShouldBe(200);

        (await _gateway.PostAsync("/write", Nested(900))).Status.ShouldBe(200);
        (await _gateway.Client.GetStringAsync(new Uri("/detailed", UriKind.Relative))).ShouldContain(new string('[', 900));
        (await _gateway.PostAsync("/write", Nested(100_000))).Status.ShouldBe(422);
        foreach (var path in Paths)
            (await _gateway.PostAsync(path, $$"""{"key":{{new string('[', 2000)}}{{new string(']', 2000)}}}""")).Status.ShouldBe(422);

        static string Nested(int depth) => $$"""{"key":"raw","value":{{new string('[', depth)}}{{new string(']', depth)}}}""";
    }

    [Fact]
    public async Task A_number_that_no_double_holds_is_never_stored()
    {
        foreach (var type in new[] { "float", "int", "bool", "string", "raw" })
        {
            await _gateway.PostAsync("/register", $$"""{"key":"{{type}}","data_type":"{{type}}","default":0}""");
            foreach (var number in new[] { "1e999", "-1e999", new string('7', 400) })
                (await _gateway.PostAsync("/write", $$"""{"key":"{{type}}","value":{{number}}}""")).Status.ShouldBe(200);
            (await _gateway.PostAsync("/register", $$"""{"key":"other","data_type":"{{type}}","default":1e999}""")).Status.ShouldBe(400);
        }

        (await _gateway.GetAsync("/datapoints")).Json!.AsArray().ShouldAllBe(static point => (string)point!["quality"]! == "BAD");
    }

    [Fact]
    public async Task A_member_that_comes_twice_counts_as_its_last()
    {
        await _gateway.PostAsync("/write", """{"key":"first","value":1,"key":"last"}""");

        (await _gateway.GetAsync("/data")).Json!.ToJsonString().ShouldBe("""{"last":1.0}""");
    }

    [Fact]
    public async Task A_body_of_any_other_type_is_read_as_JSON()
    {
        using var content = new StringContent("""{"key":"a","value":1}""", Encoding.UTF8, new MediaTypeHeaderValue("text/plain"));
        using var response = await _gateway.Client.PostAsync(new Uri("/write", UriKind.Relative), content);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_large_body_is_read_up_to_the_limit_and_no_further()
    {
        var fits = $$"""{"key":"a","value":1,"more":"{{new string('x', (15 << 20))}}"}""";
        (await _gateway.PostAsync("/write", fits)).Status.ShouldBe(200);

        await using var client = await RawClient.ConnectAsync(_gateway.Address);
        await client.SendAsync($"POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Length: {17 << 20}\r\n\r\n{{");
        (await client.StatusAsync()).ShouldBe(413);
        await using var chunked = await RawClient.ConnectAsync(_gateway.Address);
        await chunked.SendAsync("POST /write HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1100000\r\n");
        (await chunked.FloodAsync(17 << 20)).ShouldBe(413);
    }

    [Fact]
    public async Task Random_and_mutated_bodies_are_answered()
    {
        var random = new Random(20261122);
        var pieces = Values.Concat(["\"key\"", "\"id\"", ":", ",", "{", "}", "[", "]", "\\", "\"", "\u00fc", "NaN"]).Where(static one => one.Length < 100).ToArray();
        for (var round = 0; round < Fuzzing.Rounds(600, 1_000_000); round++)
        {
            var path = Paths[random.Next(Paths.Length)];
            var bytes = Encoding.UTF8.GetBytes(random.Next(3) == 0
                ? string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]))
                : Good[path]);
            for (var change = random.Next(4); change > 0 && bytes.Length > 0; change--)
            {
                var at = random.Next(bytes.Length);
                bytes = random.Next(3) switch
                {
                    0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
                    1 => [.. bytes[..at], .. Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Length)]), .. bytes[at..]],
                    _ => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(8))..]],
                };
            }

            using var content = new ByteArrayContent(bytes);
            using var response = await _gateway.Client.PostAsync(new Uri(path, UriKind.Relative), content);
            ((int)response.StatusCode).ShouldBeOneOf([200, 400, 422], Convert.ToHexString(bytes));
        }

        await IsReadableAsync();
    }

    private async Task AnswersAsync(string path, string body)
    {
        var (status, json) = await _gateway.PostAsync(path, body);
        status.ShouldBeOneOf([200, 400, 422], $"{path} {body[..Math.Min(body.Length, 300)]}: {json?.ToJsonString()}");
    }

    private async Task IsReadableAsync()
    {
        foreach (var path in Readers)
            (await _gateway.GetAsync(path)).Status.ShouldBe(200, path);
    }
}
