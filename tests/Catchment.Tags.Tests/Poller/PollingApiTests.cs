using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Poller;

/// <summary>The polling service over HTTP. Source: tags 9.1, 9.3, 10.6.</summary>
public sealed class PollingApiTests : IAsyncLifetime, IDisposable
{
    private readonly PollerBench _bench = new();
    private readonly SimulatedDevice _device = new();
    private readonly HttpClient _client = new();
    private PollingApi? _api;

    [Fact]
    public async Task Values_and_virtual_tags_are_served()
    {
        await _bench.ApplyAsync(PollerBench.Device("plc", _device.Port, PollerBench.Tag("t", 0)));
        await _bench.ScannedAsync();

        (await PostAsync("/api/user-tags/add", """{"tag_name": "new", "default_value": 5, "units": "bar"}""")).ShouldBe((HttpStatusCode.OK, """{"ok":true,"message":"User tag 'new' registered successfully"}"""));
        (await PostAsync("/api/user-tags/update", """{"tag_name": "new", "value": 6.5}""")).ShouldBe((HttpStatusCode.OK, """{"ok":true,"message":"User tag 'new' updated to 6.5"}"""));
        (await PostAsync("/api/user-tags/add", """{"tag_name": "new", "default_value": 7}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await PostAsync("/api/user-tags/update", """{"tag_name": "none", "value": 6.5}""")).ShouldBe((HttpStatusCode.NotFound, """{"detail":"User tag 'none' not found"}"""));
        (await PostAsync("/api/calculation-tags/evaluate", "")).ShouldBe((HttpStatusCode.OK, """{"ok":true,"message":"Calculation tags evaluated successfully"}"""));

        var values = await _client.GetFromJsonAsync<JsonElement>("/deploy/api/io/polled-values");
        (values.GetProperty("plc").GetProperty("t").GetProperty("status").GetString(), values.GetProperty("new").GetProperty("value").GetDouble()).ShouldBe(("ok", 6.5));
        var status = await _client.GetFromJsonAsync<JsonElement>("/api/virtual-tags/status");
        (status.GetProperty("user_tags_count").GetInt32(), status.GetProperty("user_tags").GetProperty("new").TryGetProperty("last_successful_timestamp", out _)).ShouldBe((1, false));
        _bench.State("new").Value.ToString().ShouldBe("6.5");
    }

    [Theory]
    [InlineData("/api/user-tags/update", "{}", 422)]
    [InlineData("/api/user-tags/update", "", 422)]
    [InlineData("/api/user-tags/update", "[1]", 422)]
    [InlineData("/api/user-tags/update", """{"tag_name": "\ud800", "value": 1}""", 422)]
    [InlineData("/api/user-tags/add", """{"tag_name": "x", "default_value": 1e999}""", 400)]
    [InlineData("/api/user-tags/add", """{"tag_name": "x\u0000"}""", 400)]
    [InlineData("/deploy/api/modbus/write", "{}", 400)]
    [InlineData("/deploy/api/modbus/write", """{"deviceConfig": {"ipAddress": "127.0.0.1"}, "address": -1, "value": 1}""", 400)]
    [InlineData("/deploy/api/modbus/write", """{"deviceConfig": {"ipAddress": "127.0.0.1", "portNumber": "x"}, "address": 1, "value": 1}""", 400)]
    [InlineData("/deploy/api/modbus/write", """{"deviceConfig": {"ipAddress": "127.0.0.1"}, "address": 30001, "value": 1}""", 400)]
    [InlineData("/deploy/api/modbus/write", """{"deviceConfig": {"ipAddress": "127.0.0.1"}, "address": 40001, "value": {}}""", 400)]
    [InlineData("/nothing", "{}", 404)]
    [InlineData("/deploy/api/io/polled-values", "{}", 405)]
    public async Task Wrong_requests_have_their_own_answer(string path, string body, int status) => ((int)(await PostAsync(path, body)).Status).ShouldBe(status);

    [Fact]
    public async Task Random_bodies_never_make_it_fail()
    {
        var random = new Random(9);
        const string Good = """{"deviceConfig": {"ipAddress": "256.0.0.1", "portNumber": 502, "timeout": 3}, "tag_name": "n", "address": 99999, "value": [1, {"a": "b"}], "dataType": "INT32"}""";
        string[] paths = ["/api/user-tags/update", "/api/user-tags/add", "/deploy/api/modbus/write"];
        for (var round = 0; round < Fuzzing.Rounds(200, 200_000); round++)
        {
            var body = Encoding.UTF8.GetBytes(Good);
            for (var change = random.Next(4); change >= 0; change--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            using var content = new ByteArrayContent(body);
            using var response = await _client.PostAsync(paths[round % 3], content);
            ((int)response.StatusCode).ShouldBeOneOf(200, 400, 404, 422, 503);
            JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
        }

        JsonDocument.Parse(await _client.GetByteArrayAsync("/deploy/api/io/polled-values")).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task Writes_reach_a_device_and_its_failures_have_their_codes()
    {
        (await WriteAsync(_device.Port, 40011, "-123456", "INT32", "CDAB")).Status.ShouldBe(HttpStatusCode.OK);
        (_device.Holding(10), _device.Holding(11)).ShouldBe(((ushort)7616, (ushort)65534));
        (await WriteAsync(_device.Port, 5, "true", "BOOL", "ABCD")).Status.ShouldBe(HttpStatusCode.OK);
        _device.Coil(4).ShouldBeTrue();
        (await WriteAsync(_device.Port, 40011, "70000", "UINT16", "ABCD")).ShouldBe((HttpStatusCode.BadRequest, """{"detail":"Failed to convert value 70000 to UINT16: Value 70000 out of range for UINT16 (0 to 65535)"}"""));
        _device.Refusal = ModbusExceptionCode.IllegalDataAddress;
        (await WriteAsync(_device.Port, 40011, "1", "UINT16", "ABCD")).Status.ShouldBe(HttpStatusCode.BadRequest);
        _device.Refusal = ModbusExceptionCode.ServerDeviceFailure;
        (await WriteAsync(_device.Port, 40011, "1", "UINT16", "ABCD")).Status.ShouldBe(HttpStatusCode.InternalServerError);

        using var silent = new SilentDevice();
        var late = WriteAsync(silent.Port, 40011, "1", "UINT16", "ABCD");
        await _bench.Time.TimerSetAsync(TimeSpan.FromSeconds(9));
        _bench.Time.Advance(TimeSpan.FromSeconds(9));
        (await late.InTimeAsync()).Status.ShouldBe(HttpStatusCode.RequestTimeout);
        var closed = silent.Port;
        silent.Dispose();
        (await WriteAsync(closed, 40011, "1", "UINT16", "ABCD")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Pages_of_other_sites_cannot_write()
    {
        (await FromAsync("http://evil.example", HttpMethod.Post)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await FromAsync("http://localhost:3000", HttpMethod.Post)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var asked = await FromAsync("http://localhost:3000", HttpMethod.Options);
        (asked.StatusCode, asked.Headers.GetValues("Access-Control-Allow-Origin").Single()).ShouldBe((HttpStatusCode.OK, "http://localhost:3000"));

        async Task<HttpResponseMessage> FromAsync(string origin, HttpMethod method)
        {
            using var request = new HttpRequestMessage(method, "/api/calculation-tags/evaluate");
            request.Headers.Add("Origin", origin);
            return await _client.SendAsync(request);
        }
    }

    public async Task InitializeAsync()
    {
        _api = await PollingApi.StartAsync(_bench.Poller, new PollerOptions { Listen = ["http://127.0.0.1:0"] }, NullLoggerFactory.Instance);
        _client.BaseAddress = new Uri(_api.Addresses.Single());
    }

    public async Task DisposeAsync()
    {
        await _api!.DisposeAsync();
        await _bench.DisposeAsync();
        await _device.DisposeAsync();
    }

    public void Dispose() => _client.Dispose();

    private Task<(HttpStatusCode Status, string Body)> WriteAsync(int port, int address, string value, string type, string order) => PostAsync(
        "/deploy/api/modbus/write",
        $$$"""{"deviceConfig": {"ipAddress": "127.0.0.1", "portNumber": {{{port}}}, "timeout": 9}, "address": {{{address}}}, "value": {{{value}}}, "dataType": "{{{type}}}", "byteOrder": "{{{order}}}"}""");

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync(path, content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
