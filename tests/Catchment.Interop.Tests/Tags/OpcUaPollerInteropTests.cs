using System.Text;
using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Interop.Tests.OpcUa;
using Catchment.Tags.Poller;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.OpcUa;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Interop.Tests.Tags;

/// <summary>The poller, and node-opcua's server as the device.</summary>
public sealed class OpcUaPollerInteropTests(ForeignOpcUaServer server, OpcUaPeer peer) : IClassFixture<ForeignOpcUaServer>, IClassFixture<OpcUaPeer>
{
    [Theory]
    [InlineData("None", "opcuaAuthType: Anonymous")]
    [InlineData("SignAndEncrypt", "opcuaAuthType: UsernamePassword, opcuaUsername: operator, opcuaPassword: secret")]
    public async Task A_node_opcua_server_is_watched_and_written(string mode, string user)
    {
        using var folder = new TemporaryFolder();
        using var node = new NodeMetrics(TimeProvider.System, "1");
        using var certificates = new PollerCertificates(new OpcUaOptions { Certificates = folder["certificates"] }, folder.FullPath, TimeProvider.System, NullLogger.Instance);
        var store = new TagStore(new TagStoreSettings(), TimeProvider.System, null, NullLogger.Instance);
        await using var poller = new TagPoller(new PollerParts
        {
            Store = store,
            Options = new PollerOptions(),
            Metrics = new PollerMetrics(node),
            Certificates = certificates,
            Time = TimeProvider.System,
            Logger = NullLogger.Instance,
        });
        await poller.ApplyAsync(PollerFile.Read(
            Encoding.UTF8.GetBytes(
                $$"""
                io_setup: { ports: [ { enabled: true, scanTime: 200, devices: [ { name: ua, enabled: true, deviceType: OPC-UA, opcuaServerUrl: "{{server.Url}}", opcuaSecurityMode: {{mode}}, {{user}},
                  opcuaRequestTimeout: 60000, opcuaPublishingInterval: 50, opcuaSamplingInterval: 50, opcuaDeadbandType: Absolute, opcuaDeadbandValue: 0.5, tags: [
                  { id: moves, address: "ns=1;i=1000" }, { id: double, opcuaNodeId: "ns=1;s=double", scale: 2, readWrite: Read/Write }, { id: text, address: "ns=1;s=text" },
                  { id: whole, address: "ns=1;s=whole", readWrite: Read/Write }, { id: array, address: "ns=1;s=array" }, { id: gone, address: "ns=1;s=none" } ] } ] } ] }
                """),
            "poller.yaml"));

        await Eventually.TrueAsync(() => poller.Devices[0] is { IsUp: true, FailedTags: 1 }, $"{poller.Devices[0]}");
        var document = JsonDocument.Parse(new PolledDocument(poller).All()).RootElement.GetProperty("ua");
        (document.GetProperty("text").GetProperty("value").GetString(), document.GetProperty("array").GetProperty("value").GetRawText()).ShouldBe(("Hello, world", "[1,2,3,4,5,6,7,8,9,10]"));
        document.GetProperty("gone").GetProperty("error_details").GetProperty("error_type").GetString().ShouldBe("BadNodeIdUnknown");
        var first = Number("moves");
        await Eventually.TrueAsync(() => Number("moves") > first + 2);

        Write("double", TagValue.Of(9.0));
        Write("whole", TagValue.Of(123_456_789_012L));
        await Eventually.TrueAsync(() => node.ForService(PollerMetrics.Service).Totals.Sent == 2);
        var name = await peer.ConnectAsync(new OpcUa.OpcUaConnection(server.Url));
        var read = await peer.AskAsync("read", new { name, nodes = new object[] { "ns=1;s=double" } });
        read[0].GetProperty("value").GetDouble().ShouldBe(4.5);
        await peer.AskAsync("close", new { name });
        await Eventually.TrueAsync(() => Number("whole") == 123_456_789_012);

        void Write(string tag, TagValue value) => store.Write($"ua:{tag}", new TagWrite(value, TagOrigin.Http)).IsOk().ShouldBeTrue();

        double Number(string tag) => store.TryGet($"ua:{tag}", out var point) && point.Read().Value.TryGetNumber(out var number) ? number : double.NaN;
    }
}
