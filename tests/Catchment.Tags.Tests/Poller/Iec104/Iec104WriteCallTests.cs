using System.Net;
using System.Text;
using System.Text.Json;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using Catchment.Tags.Poller.Iec104;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using static Catchment.Tags.Tests.Poller.Iec104.Iec104Plant;

namespace Catchment.Tags.Tests.Poller.Iec104;

/// <summary>POST /deploy/api/iec104/write. Source: tags 10.6.</summary>
public sealed class Iec104WriteCallTests : IAsyncLifetime, IDisposable
{
    private readonly PollerBench _bench = new();
    private readonly Iec104Plant _plant = new();
    private readonly HttpClient _client = new();
    private PollingApi? _api;

    [Theory]
    [InlineData("\"address\": \"M_SP_NA_1:7\", \"value\": true", TypeId.C_SC_NA_1, 1)]
    [InlineData("\"ioa\": 7, \"type\": \"M_SP_TB_1\", \"value\": 0", TypeId.C_SC_NA_1, 0)]
    [InlineData("\"address\": \"7\", \"type\": \"C_DC_NA_1\", \"value\": \"on\"", TypeId.C_DC_NA_1, 2)]
    [InlineData("\"address\": \"DP:7\", \"value\": 1", TypeId.C_DC_NA_1, 1)]
    [InlineData("\"address\": \"ST:7\", \"value\": \"lower\"", TypeId.C_RC_NA_1, 1)]
    [InlineData("\"address\": \"C_RC_TA_1:7\", \"value\": \"up\"", TypeId.C_RC_NA_1, 2)]
    [InlineData("\"address\": 7, \"value\": 0.25", TypeId.C_SE_NA_1, 8192)]
    [InlineData("\"address\": 7, \"iec104PointType\": \"ME_NB\", \"value\": \"-7\"", TypeId.C_SE_NB_1, -7)]
    [InlineData("\"address\": 7, \"dataType\": \"M_ME_NC_1\", \"value\": 2", TypeId.C_SE_NC_1, 0x40000000)]
    [InlineData("\"address\": \"BO:7\", \"value\": 4294967295", TypeId.C_BO_NA_1, -1)]
    public async Task A_point_is_commanded_by_its_type(string members, TypeId type, int bits)
    {
        (await WriteAsync(members)).ShouldBe((HttpStatusCode.OK, $$"""{"ok":true,"message":"{{type}} executed at 7"}"""));
        var command = _plant.Executed.ShouldHaveSingleItem();
        (command.Type, command.Information.Bits, command.Information.Address).ShouldBe((type, bits, 7));
    }

    [Theory]
    [InlineData("\"value\": 1")]
    [InlineData("\"address\": \"abc\", \"value\": 1")]
    [InlineData("\"address\": \"M_XX:7\", \"value\": 1")]
    [InlineData("\"address\": \"M_IT_NA_1:7\", \"value\": 1")]
    [InlineData("\"address\": \"M_SP_NA_1:7\"")]
    [InlineData("\"address\": \"M_SP_NA_1:7\", \"value\": null")]
    [InlineData("\"address\": \"M_SP_NA_1:7\", \"value\": 2")]
    [InlineData("\"address\": \"M_SP_NA_1:7\", \"value\": \"hot\"")]
    [InlineData("\"address\": \"M_DP_NA_1:7\", \"value\": 0")]
    [InlineData("\"address\": \"M_ME_NA_1:7\", \"value\": 1.5")]
    [InlineData("\"address\": \"M_ME_NB_1:7\", \"value\": 40000")]
    [InlineData("\"address\": \"M_ME_NC_1:7\", \"value\": 1e300")]
    [InlineData("\"address\": \"M_ME_NC_1:7\", \"value\": [1]")]
    [InlineData("\"address\": \"M_ME_NC_1:7\", \"value\": 1, \"select\": \"yes\"")]
    public async Task What_is_ill_is_told_and_nothing_is_sent(string members)
    {
        (await WriteAsync(members)).Status.ShouldBe(HttpStatusCode.BadRequest);
        _plant.Executed.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_fails_has_a_status_of_its_own()
    {
        const string Good = "\"address\": \"M_SP_NA_1:7\", \"value\": 1";
        (await PostAsync($$"""{{{Good}}}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync($$"""{"deviceConfig": {"iec104IpAddress": ""}, {{Good}}}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await WriteAsync(Good, ", \"iec104AsduAddress\": 9")).Status.ShouldBe(HttpStatusCode.NotFound);
        await AnsweredAsync(Iec104CommandAnswer.UnknownObject, HttpStatusCode.NotFound, "(47 - UNKNOWN_OBJECT_ADDRESS: The station does not have the information object address: ");
        await AnsweredAsync(Iec104CommandAnswer.UnknownType, HttpStatusCode.NotImplemented, "(44 - UNKNOWN_TYPE: The station does not know the type: ");
        await AnsweredAsync(Iec104CommandAnswer.Refused, HttpStatusCode.Forbidden, "(71 - NEGATIVE_CONFIRMATION: The station refuses: ");
        _plant.Answer = static _ => new Iec104CommandOutcome(Iec104CommandAnswer.Accepted, Task.FromException(new IOException("it jams")));
        (await WriteAsync(Good)).Status.ShouldBe(HttpStatusCode.InternalServerError);
        await _plant.KillAsync();
        (await WriteAsync(Good)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

        async Task AnsweredAsync(Iec104CommandAnswer answer, HttpStatusCode status, string text)
        {
            _plant.Answer = _ => new Iec104CommandOutcome(answer);
            var (got, body) = await WriteAsync(Good);
            (got, JsonDocument.Parse(body).RootElement.GetProperty("detail").GetString()!.StartsWith(text, StringComparison.Ordinal)).ShouldBe((status, true), body);
        }
    }

    [Fact]
    public async Task A_station_that_is_polled_is_commanded_over_the_connection_that_it_has()
    {
        await using var plant = new Iec104Plant(static options => options with { MaxConnections = 1 }).With(TypeId.M_SP_NA_1, InformationObject.SinglePoint(7, isOn: false));
        await _bench.ApplyAsync(plant.Device(Tag("t", "M_SP_NA_1:7")));
        await _bench.ScannedAsync();
        _bench.Status("rtu", "t").ShouldBe("good");

        (await PostAsync($$"""{"deviceConfig": {"iec104IpAddress": "127.0.0.1", "iec104PortNumber": {{plant.Port}}}, "address": "M_SP_NA_1:7", "value": 1, "select": true}""")).Status.ShouldBe(HttpStatusCode.OK);
        (plant.Selected.Count, plant.Executed.Count, plant.Masters).ShouldBe((1, 1, 1));
    }

    [Fact]
    public void Every_failure_has_a_status_of_an_error()
    {
        foreach (var fault in Enum.GetValues<Iec104Fault>())
        {
            foreach (var cause in Enum.GetValues<CauseOfTransmission>())
                Iec104WriteCall.HttpStatusOf(new Iec104Exception(fault, "", cause)).ShouldBeInRange(400, 505);
        }
    }

    [Fact]
    public async Task Random_bodies_never_make_it_fail()
    {
        var random = new Random(104);
        const string Good = """{"deviceConfig": {"iec104IpAddress": "", "iec104T2": 4, "iec104TimeZone": "UTC"}, "address": "M_SP_NA_1:7", "value": [1, {"a": "b"}], "type": "SP", "select": true}""";
        for (var round = 0; round < Fuzzing.Rounds(200, 100_000); round++)
        {
            var body = Encoding.UTF8.GetBytes(Good);
            for (var change = random.Next(4); change >= 0; change--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            using var content = new ByteArrayContent(body);
            using var response = await _client.PostAsync("/deploy/api/iec104/write", content);
            ((int)response.StatusCode).ShouldBeOneOf(400, 422);
            JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
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
        await _plant.DisposeAsync();
    }

    public void Dispose() => _client.Dispose();

    private Task<(HttpStatusCode Status, string Body)> WriteAsync(string members, string config = "") =>
        PostAsync($$"""{"deviceConfig": {"iec104IpAddress": "127.0.0.1", "iec104PortNumber": {{_plant.Port}}{{config}}}, {{members}}}""");

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("/deploy/api/iec104/write", content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
