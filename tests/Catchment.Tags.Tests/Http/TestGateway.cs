using System.Text;
using System.Text.Json.Nodes;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Gateway;
using Catchment.Tags.Http;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers;
using Catchment.Tags.Settings;
using Catchment.Tags.State;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Http;

/// <summary>A gateway in memory whose HTTP API listens on a port of its own.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly NodeMetrics _metrics;
    private readonly PrometheusText _text;
    private readonly ServiceSwitches _services;

    private TestGateway(GatewayHttpOptions options, UnknownKeys unknownKeys, IPointJournal? journal, IDocumentStore? documents, ILoggerFactory loggers, Func<GatewayModel, GatewayApiParts, GatewayApiParts>? change)
    {
        var time = TimeProvider.System;
        _metrics = new NodeMetrics(time, "1.0");
        _text = new PrometheusText(_metrics);
        Servers = [new TestServer("modbus"), new TestServer("opcua"), new TestServer("iec104")];
        _services = new ServiceSwitches(Servers, static _ => true, documents, NullLogger.Instance);
        var store = new TagStore(new TagStoreSettings { UnknownKeys = unknownKeys }, time, journal, NullLogger.Instance);
        Model = new GatewayModel
        {
            Store = store,
            Modbus = new MappingTable<ModbusMapping>(null),
            OpcUa = new MappingTable<OpcUaMapping>(null),
            Iec104 = new MappingTable<Iec104Mapping>(null),
            Snmp = new MappingTable<SnmpMapping>(null),
        };
        var parts = new GatewayApiParts
        {
            Model = Model,
            Services = _services,
            Metrics = _text,
            Numbers = _metrics.ForService("gateway"),
            Version = "1.0",
            Time = time,
            Loggers = loggers,
        };
        Api = new GatewayApi(options, change?.Invoke(Model, parts) ?? parts);
    }

    public GatewayModel Model { get; }

    public TagStore Store => Model.Store;

    public IReadOnlyList<TestServer> Servers { get; }

    public GatewayApi Api { get; }

    public HttpClient Client { get; private set; } = new();

    public Uri Address => Api.Addresses[0];

    public static async Task<TestGateway> StartAsync(
        GatewayHttpOptions? options = null,
        UnknownKeys unknownKeys = UnknownKeys.Register,
        IPointJournal? journal = null,
        IDocumentStore? documents = null,
        ILoggerFactory? loggers = null,
        Func<GatewayModel, GatewayApiParts, GatewayApiParts>? change = null)
    {
        options = (options ?? new GatewayHttpOptions()) with { Listen = options?.Listen is { } listen && listen[0] != "http://127.0.0.1:8080" ? listen : ["127.0.0.1:0"] };
        var gateway = new TestGateway(options, unknownKeys, journal, documents, loggers ?? NullLoggerFactory.Instance, change);
        await gateway._services.StartAsync(CancellationToken.None);
        await gateway.Api.StartAsync(CancellationToken.None);
        gateway.Client = new HttpClient { BaseAddress = gateway.Address, Timeout = Patience.Limit };
        return gateway;
    }

    /// <summary>Posts a body and gives the status and what was answered.</summary>
    public async Task<(int Status, JsonNode? Json)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await ReadAsync(await Client.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    public async Task<(int Status, JsonNode? Json)> GetAsync(string path) => await ReadAsync(await Client.GetAsync(new Uri(path, UriKind.Relative)));

    public async Task<(int Status, JsonNode? Json)> DeleteAsync(string path) => await ReadAsync(await Client.DeleteAsync(new Uri(path, UriKind.Relative)));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Api.DisposeAsync();
        await _services.StopAsync(CancellationToken.None);
        _services.Dispose();
        _text.Dispose();
        _metrics.Dispose();
    }

    private static async Task<(int Status, JsonNode? Json)> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
        }
    }
}
