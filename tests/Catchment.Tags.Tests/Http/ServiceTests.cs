using System.Net.Sockets;
using Catchment.Tags.Servers;
using Catchment.Tags.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Http;

/// <summary>Protocol servers are switched while the gateway runs.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task Disabling_frees_the_port_and_enabling_at_once_has_it_again()
    {
        await using var gateway = await TestGateway.StartAsync();
        var port = gateway.Servers[0].Port;

        (await gateway.PostAsync("/services/MODBUS/disable", "")).Status.ShouldBe(200);
        using (var other = new TcpListener(System.Net.IPAddress.Loopback, port))
            other.Start();
        ((bool)(await gateway.GetAsync("/statistics")).Json!["services"]!["modbus"]!).ShouldBeFalse();
        (await gateway.PostAsync("/services/modbus/enable", "")).Status.ShouldBe(200);

        var health = (await gateway.GetAsync("/health/detailed")).Json!;
        ((bool)health["services"]!["modbus"]!["running"]!, (int)health["services"]!["modbus"]!["port"]!, (string)health["status"]!).ShouldBe((true, port, "healthy"));
    }

    [Fact]
    public async Task Switches_at_once_end_as_the_last_answered_one_says()
    {
        await using var gateway = await TestGateway.StartAsync();

        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(i => gateway.PostAsync($"/services/opcua/{(i % 2 == 0 ? "disable" : "enable")}", "")));
            await gateway.PostAsync("/services/opcua/enable", "");
            gateway.Servers[1].IsRunning.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task What_was_switched_is_remembered_and_a_server_that_is_missing_is_degraded()
    {
        var documents = new Documents();
        await using (var gateway = await TestGateway.StartAsync(documents: documents))
        {
            await gateway.PostAsync("/services/modbus/disable", "");
            await gateway.PostAsync("/services/snmp/enable", "");
            var health = (await gateway.GetAsync("/health/detailed")).Json!;
            ((string)health["status"]!, (bool)health["services"]!["snmp"]!["running"]!).ShouldBe(("degraded", false));
        }

        await using var again = await TestGateway.StartAsync(documents: documents);
        again.Servers[0].IsRunning.ShouldBeFalse();
        again.Servers[1].IsRunning.ShouldBeTrue();
        using var switches = new ServiceSwitches([], static _ => true, documents, NullLogger.Instance);
        switches.All.Select(static one => one.IsEnabled).ShouldBe([false, false, false, true]);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_and_what_cannot_be_remembered_changes_nothing()
    {
        var documents = new Documents();
        await using var gateway = await TestGateway.StartAsync(documents: documents);
        await gateway.PostAsync("/services/modbus/disable", "");
        using (var other = new TcpListener(System.Net.IPAddress.Loopback, gateway.Servers[0].Port))
        {
            other.Start();
            (await gateway.PostAsync("/services/modbus/enable", "")).Status.ShouldBe(503);
        }

        documents.IsFull = true;
        (await gateway.PostAsync("/services/opcua/disable", "")).Status.ShouldBe(503);
        gateway.Servers[1].IsRunning.ShouldBeTrue();
    }

    private sealed class Documents : IDocumentStore
    {
        private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);

        public bool IsFull { get; set; }

        public byte[]? Load(string name) => _documents.GetValueOrDefault(name);

        public void Save(string name, ReadOnlySpan<byte> json)
        {
            if (IsFull)
                throw new IOException("the disk is full");
            _documents[name] = json.ToArray();
        }

        public void Remove(string name) => _documents.Remove(name);
    }
}
