using System.Net;
using System.Text;
using System.Text.Json;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Tags.Poller.OpcUa;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using static Catchment.Tags.Tests.Poller.OpcUa.OpcUaPlant;

namespace Catchment.Tags.Tests.Poller.OpcUa;

/// <summary>POST /deploy/api/opcua/write. Source: tags 10.6.</summary>
public sealed class OpcUaWriteCallTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PollerCertificates _certificates;
    private readonly PollerBench _bench;
    private readonly OpcUaPlant _plant = new();
    private readonly HttpClient _client = new();
    private PollingApi? _api;

    public OpcUaWriteCallTests()
    {
        _certificates = new PollerCertificates(new OpcUaOptions { Certificates = _folder["own"] }, _folder.FullPath, TimeProvider.System, NullLogger.Instance);
        _bench = new PollerBench(certificates: _certificates);
    }

    [Fact]
    public async Task A_node_is_written_in_its_own_type_or_the_one_that_is_named()
    {
        var whole = _plant.Add("whole", new Variant((ushort)1));
        var any = _plant.Add("any", new Variant(1u), dataType: 24);

        (await WriteAsync("ns=2;s=whole", "215")).ShouldBe((HttpStatusCode.OK, """{"ok":true,"message":"written to ns=2;s=whole"}"""));
        (await WriteAsync("nsu=urn:own;s=any", "\"7\"", "Int16")).Status.ShouldBe(HttpStatusCode.OK);

        (whole.Present.Value, any.Present.Value).ShouldBe((new Variant((ushort)215), new Variant((short)7)));
    }

    [Fact]
    public async Task What_fails_has_a_status_of_its_own()
    {
        var node = _plant.Add("n", new Variant((byte)1));
        _plant.Add("closed", new Variant(1.0), isWritable: false);

        (await WriteAsync("ns=2;s=gone", "1")).ShouldBe((HttpStatusCode.NotFound, """{"detail":"(0x80340000 - BadNodeIdUnknown: The node id refers to a node that does not exist in the server address space)"}"""));
        (await WriteAsync("ns=2;s=closed", "1")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await WriteAsync("ns=2;s=n", "300")).ShouldBe((HttpStatusCode.BadRequest, """{"detail":"300 is beyond Byte"}"""));
        (await WriteAsync("ns=2;s=n", "\"hot\"")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await WriteAsync("ns=2;s=n", "1", "Double")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await WriteAsync("nonsense", "1")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await WriteAsync("ns=2;s=n", "null")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await WriteAsync("ns=2;s=n", "1", "Roman")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync("""{"nodeId": "i=1", "value": 1}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync("""{"deviceConfig": {"opcuaServerUrl": "ftp://x"}, "nodeId": "i=1", "value": 1}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        node.Refusal = StatusCodes.BadDeviceFailure;
        (await WriteAsync("ns=2;s=n", "1")).Status.ShouldBe(HttpStatusCode.InternalServerError);
        await _plant.KillAsync();
        (await WriteAsync("ns=2;s=n", "1")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_device_that_is_polled_is_written_through_its_session_and_others_trust_no_server_by_themselves()
    {
        var certificate = ServerCertificate;
        await using var plant = new OpcUaPlant(options => options with
        {
            MaxSessions = 1,
            Endpoints = [OpcUaEndpoint.None, new OpcUaEndpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign)],
            Certificate = certificate,
            CertificateStore = new CertificateStore(_folder["peer"], new CertificateStoreOptions { Acceptance = CertificateAcceptance.Auto }),
        });
        var node = plant.Add("n", new Variant(1.0));
        var config = $$"""{"opcuaServerUrl": "{{plant.Url}}", "opcuaSecurityMode": "Sign"}""";

        var refused = await PostAsync($$"""{"deviceConfig": {{config}}, "nodeId": "ns=2;s=n", "value": 5}""");
        (refused.Status, refused.Body.Contains("BadCertificateUntrusted", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Forbidden, true));
        (await PostAsync($$"""{"deviceConfig": {"opcuaServerUrl": "{{plant.Url}}", "opcuaClientCertRef": "/etc/shadow"}, "nodeId": "ns=2;s=n", "value": 5}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        new CertificateStore(_folder["own"]).Trust(certificate.Thumbprint).ShouldNotBeNull();
        await _bench.ApplyAsync(plant.Device(Tag("t", "ns=2;s=n"), "\"opcuaSecurityMode\": \"Sign\", "));
        await _bench.ScannedAsync();
        _bench.Status("ua", "t").ShouldBe("ok");

        // The server has room for no second session.
        (await PostAsync($$"""{"deviceConfig": {{config}}, "nodeId": "ns=2;s=n", "value": 5}""")).Status.ShouldBe(HttpStatusCode.OK);
        node.Present.Value.ShouldBe(new Variant(5.0));
    }

    [Fact]
    public void Every_condition_has_a_status_of_an_error()
    {
        foreach (var field in typeof(StatusCodes).GetFields().Where(static field => field.Name.StartsWith("Bad", StringComparison.Ordinal)))
            OpcUaWriteCall.HttpStatusOf((StatusCode)field.GetValue(null)!).ShouldBeInRange(400, 505, field.Name);
    }

    [Fact]
    public async Task Random_bodies_never_make_it_fail()
    {
        var random = new Random(21);
        const string Good = """{"deviceConfig": {"opcuaServerUrl": "opc.tcp:///", "opcuaDeadbandValue": 1, "opcuaAuthType": "Certificate"}, "nodeId": "ns=2;s=n", "value": [1, {"a": "b"}], "dataType": "Romanic"}""";
        for (var round = 0; round < Fuzzing.Rounds(200, 100_000); round++)
        {
            var body = Encoding.UTF8.GetBytes(Good);
            for (var change = random.Next(4); change >= 0; change--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            using var content = new ByteArrayContent(body);
            using var response = await _client.PostAsync("/deploy/api/opcua/write", content);
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

    public void Dispose()
    {
        _client.Dispose();
        _certificates.Dispose();
        _folder.Dispose();
    }

    private Task<(HttpStatusCode Status, string Body)> WriteAsync(string node, string value, string type = "") =>
        PostAsync($$"""{"deviceConfig": {"opcuaServerUrl": "{{_plant.Url}}"}, "nodeId": "{{node}}", "value": {{value}}{{(type.Length > 0 ? $", \"dataType\": \"{type}\"" : "")}}}""");

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("/deploy/api/opcua/write", content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
