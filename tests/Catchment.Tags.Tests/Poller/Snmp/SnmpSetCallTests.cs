using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Poller.Snmp;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using static Catchment.Tags.Tests.Poller.Snmp.SnmpPlant;

namespace Catchment.Tags.Tests.Poller.Snmp;

/// <summary>POST /deploy/api/snmp/set and /deploy/api/dnp3/write. Source: tags 10.6.</summary>
public sealed class SnmpSetCallTests : IAsyncLifetime, IDisposable
{
    private readonly PollerBench _bench = new();
    private readonly SnmpPlant _plant = new();
    private readonly HttpClient _client = new();
    private PollingApi? _api;

    [Fact]
    public async Task A_variable_is_written_in_its_own_type_or_the_one_that_is_named()
    {
        var whole = _plant.Add(SnmpValue.Integer(1), 1, 0);
        var text = _plant.Add(SnmpValue.OctetString("a"), 2, 0);
        var bytes = _plant.Add(SnmpValue.OctetString("a"), 3, 0);

        (await SetAsync($"{Base}.1.0", "215")).ShouldBe((HttpStatusCode.OK, $$"""{"ok":true,"message":"written to {{Base}}.1.0"}"""));
        (await SetAsync($".{Base}.2.0", "7.0")).Status.ShouldBe(HttpStatusCode.OK);
        (await SetAsync($"{Base}.3.0", "\"00 ff\"", "Hex-STRING", OperatorMembers)).Status.ShouldBe(HttpStatusCode.OK);

        (whole.Read(), text.Read(), bytes.Read()).ShouldBe((SnmpValue.Integer(215), SnmpValue.OctetString("7"), SnmpValue.OctetString([0, 255])));
    }

    [Fact]
    public async Task What_fails_has_a_status_of_its_own()
    {
        _plant.Add(SnmpValue.Integer(1), 1, 0);

        (await SetAsync($"{Base}.9.0", "1")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await SetAsync("1.3.6.1.2.1.1.1.0", "\"x\"")).ShouldBe((HttpStatusCode.Forbidden, """{"detail":"(17 - NOT_WRITABLE: The variable cannot be written)"}"""));
        (await SetAsync($"{Base}.1.0", "2000")).Status.ShouldBe(HttpStatusCode.BadRequest); // wrongValue, says the agent
        (await SetAsync($"{Base}.1.0", "1", "Gauge32")).Status.ShouldBe(HttpStatusCode.BadRequest); // wrongType
        (await SetAsync($"{Base}.1.0", "\"hot\"")).ShouldBe((HttpStatusCode.BadRequest, """{"detail":"hot is no INTEGER, or beyond it"}"""));
        (await SetAsync($"{Base}.1.0", "1", "Roman")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SetAsync("sysName.0", "1")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SetAsync($"{Base}.1.0", "null")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SetAsync($"{Base}.1.0", "1", "", OperatorMembers.Replace(Password, "maplesirup", StringComparison.Ordinal))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync("snmp/set", """{"oid": "1.3.6.1", "value": 1}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync("snmp/set", """{"deviceConfig": {"snmpVersion": 9, "ipAddress": "h"}, "oid": "1.3.6.1", "value": 1}""")).Body.ShouldContain("deviceConfig.snmpVersion: found '9'");
    }

    [Fact]
    public async Task An_agent_that_is_silent_is_told_after_its_time()
    {
        await _plant.KillAsync();
        var call = SetAsync($"{Base}.1.0", "1", "Integer");
        await Eventually.TrueAsync(() => call.IsCompleted, () => _bench.Time.Advance(TimeSpan.FromSeconds(1)));
        var (status, body) = await call;
        status.ShouldBe(HttpStatusCode.RequestTimeout, body);
    }

    [Fact]
    public async Task Dnp3_is_not_supported_and_says_so()
    {
        (await PostAsync("dnp3/write", """{"deviceConfig": {"name": "rtu9", "dnp3IpAddress": "10.0.0.7"}, "value": 1}"""))
            .ShouldBe((HttpStatusCode.NotImplemented, """{"detail":"(95 - NOT_SUPPORTED: DNP3 is not supported by this program: device 'rtu9' (10.0.0.7) is not written)"}"""));
        (await PostAsync("dnp3/write", "{}")).ShouldBe((HttpStatusCode.NotImplemented, """{"detail":"(95 - NOT_SUPPORTED: DNP3 is not supported by this program: the device is not written)"}"""));

        await _bench.ApplyAsync("""{"name": "rtu9", "enabled": true, "deviceType": "DNP3.0", "dnp3IpAddress": "10.0.0.7", "tags": [{"id": "t", "address": "AI.000"}]}""");
        var entry = (await _client.GetFromJsonAsync<JsonElement>("/deploy/api/io/polled-values")).GetProperty("rtu9").GetProperty("t");
        (entry.GetProperty("status").GetString(), entry.GetProperty("error").GetString())
            .ShouldBe(("error", "(95 - NOT_SUPPORTED: DNP3 is not supported by this program: device 'rtu9' (10.0.0.7:20000) is not polled)"));
        _bench.Poller.Devices.ShouldHaveSingleItem().IsPolled.ShouldBeFalse();
    }

    [Fact]
    public void Every_refusal_has_a_status_of_an_error()
    {
        foreach (var status in Enum.GetValues<SnmpErrorStatus>().Append((SnmpErrorStatus)99))
            SnmpSetCall.HttpStatusOf(new SnmpException(SnmpFault.Refused, "", status)).ShouldBeInRange(400, 505, $"{status}");
        foreach (var fault in Enum.GetValues<SnmpFault>())
            SnmpSetCall.HttpStatusOf(new SnmpException(fault, "")).ShouldBeInRange(400, 505, $"{fault}");
    }

    [Fact]
    public async Task Random_bodies_never_make_it_fail()
    {
        var random = new Random(22);
        const string Good = """{"deviceConfig": {"ipAddress": "", "snmpVersion": "v3", "snmpV3Username": "", "snmpRetries": 0}, "oid": ".1.3.6.1.2.1", "value": [1, {"a": "b"}], "type": "OctetsString"}""";
        for (var round = 0; round < Fuzzing.Rounds(200, 100_000); round++)
        {
            var body = Encoding.UTF8.GetBytes(Good);
            for (var change = random.Next(4); change >= 0; change--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            using var content = new ByteArrayContent(body);
            using var response = await _client.PostAsync("/deploy/api/snmp/set", content);
            ((int)response.StatusCode).ShouldBeOneOf(400, 422);
            JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
        }
    }

    public async Task InitializeAsync()
    {
        _api = await PollingApi.StartAsync(_bench.Poller, new PollerOptions { Listen = ["http://127.0.0.1:0"] }, NullLoggerFactory.Instance);
        _client.BaseAddress = new Uri(_api.Addresses.Single());
    }

    public void Dispose() => _client.Dispose();

    public async Task DisposeAsync()
    {
        await _api!.DisposeAsync();
        await _plant.DisposeAsync();
        await _bench.DisposeAsync();
    }

    private Task<(HttpStatusCode Status, string Body)> SetAsync(string oid, string value, string type = "", string members = "") => PostAsync(
        "snmp/set",
        $$"""{"deviceConfig": {"ipAddress": "127.0.0.1", "portNumber": {{_plant.Relay.Port}}, {{members}}"community": "private"}, "oid": "{{oid}}", "value": {{value}}{{(type.Length > 0 ? $", \"type\": \"{type}\"" : "")}}}""");

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string call, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync($"/deploy/api/{call}", content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
