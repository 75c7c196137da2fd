using System.Text;
using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Interop.Tests.Snmp;
using Catchment.Tags.Poller;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Interop.Tests.Tags;

/// <summary>The poller, and net-snmp's snmpd as the device.</summary>
public sealed class SnmpPollerInteropTests : IDisposable
{
    private const string SysName = "1.3.6.1.2.1.1.5.0";

    private readonly NetSnmp _programs = new();
    private readonly NetSnmpDaemon _daemon;

    public SnmpPollerInteropTests()
    {
        var lines = (string[])["rwcommunity private", "sysContact me", "sysServices 72", SnmpUsers.Line(SnmpUsers.One), $"rwuser {SnmpUsers.One.Name} priv", string.Empty];
        _daemon = new NetSnmpDaemon(_programs, "snmpd", string.Join('\n', lines), "-I", "-smux");
    }

    public void Dispose()
    {
        _daemon.Dispose();
        _programs.Dispose();
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2c")]
    [InlineData("v3")]
    public async Task An_snmpd_is_read_and_written(string version)
    {
        using var node = new NodeMetrics(TimeProvider.System, "1");
        var store = new TagStore(new TagStoreSettings(), TimeProvider.System, null, NullLogger.Instance);
        await using var poller = new TagPoller(new PollerParts { Store = store, Options = new PollerOptions(), Metrics = new PollerMetrics(node), Time = TimeProvider.System, Logger = NullLogger.Instance });
        await poller.ApplyAsync(PollerFile.Read(
            Encoding.UTF8.GetBytes(
                $$"""
                io_setup: { ports: [ { enabled: true, scanTime: 200, devices: [ { name: host, enabled: true, deviceType: SNMP, ipAddress: 127.0.0.1, portNumber: {{_daemon.Endpoint.Port}}, snmpVersion: {{version}},
                  community: private, snmpV3Username: {{SnmpUsers.One.Name}}, snmpV3SecurityLevel: authPriv, snmpV3AuthProtocol: SHA256, snmpV3AuthPassword: {{NetSnmp.AuthenticationPassword}},
                  snmpV3PrivProtocol: AES128, snmpV3PrivPassword: {{NetSnmp.PrivacyPassword}}, snmpTimeoutMs: 10000, tags: [
                  { id: contact, address: .1.3.6.1.2.1.1.4.0 }, { id: uptime, address: 1.3.6.1.2.1.1.3.0, scale: 0.01 }, { id: object, address: 1.3.6.1.2.1.1.2.0 }, { id: services, address: 1.3.6.1.2.1.1.7.0 },
                  { id: name, address: {{SysName}}, readWrite: Read/Write }, { id: load, address: 1.3.6.1.4.1.2021.10.1.6.1 }, { id: text, address: 1.3.6.1.4.1.2021.10.1.3.1, scale: 100 },
                  { id: engine, address: 1.3.6.1.6.3.10.2.1.1.0 }, { id: mac, address: 1.3.6.1.2.1.2.2.1.6.1, asnType: Hex-STRING }, { id: gone, address: 1.3.6.1.2.1.1.99.0 } ] } ] } ] }
                """),
            "poller.yaml"));

        await Eventually.TrueAsync(() => poller.Devices[0] is { IsUp: true, FailedTags: 1 }, $"{poller.Devices[0]}");
        (Value("contact").GetString(), Value("object").GetString(), Status("gone")).ShouldBe(("me", "1.3.6.1.4.1.8072.3.2.10", "snmp_no_such_name"));
        Value("engine").GetString()!.ShouldStartWith("80001f88"); // net-snmp's enterprise
        (Value("load").ValueKind, Value("text").ValueKind, Value("services").GetInt32()).ShouldBe((JsonValueKind.Number, JsonValueKind.Number, 72));
        var first = Value("uptime").GetDouble();
        await Eventually.TrueAsync(() => Value("uptime").GetDouble() > first);

        store.Write("host:name", new TagWrite(TagValue.Of($"named in {version}"), TagOrigin.Http)).IsOk().ShouldBeTrue();
        await Eventually.TrueAsync(() => Value("name").GetString() == $"named in {version}");
        _programs.Done("snmpget", "-v2c", "-c", "private", "-Oqv", _daemon.Endpoint.ToString(), SysName).ShouldBe([$"\"named in {version}\""]);

        JsonElement Value(string tag) => Entry(tag).GetProperty("value");

        string? Status(string tag) => Entry(tag).GetProperty("status").GetString();

        JsonElement Entry(string tag) => JsonDocument.Parse(new PolledDocument(poller).All()).RootElement.GetProperty("host").GetProperty(tag);
    }
}
