using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;
using Catchment.Tags.Poller;
using Catchment.Tags.Settings;
using Catchment.Tags.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Poller;

/// <summary>The poller as a part of the gateway: its file, its port, their changes. Source: tags 10.5.</summary>
public sealed class PollerPartTests
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(17);

    private readonly ConcurrentDictionary<string, string> _troubles = new(StringComparer.Ordinal);

    [Fact]
    public async Task A_changed_file_is_taken_and_an_ill_one_leaves_what_is_polled()
    {
        using var folder = new TemporaryFolder();
        await using var device = new SimulatedDevice();
        await using var bench = new PollerBench();
        var part = Part(bench, folder, "http://127.0.0.1:0");
        (await Should.ThrowAsync<IOException>(() => part.StartAsync(CancellationToken.None))).Message.ShouldContain("no such file");

        await File.WriteAllTextAsync(folder["poller.json"], PollerBench.File(PollerBench.Device("a", device.Port, PollerBench.Tag("t", 0))));
        await part.StartAsync(CancellationToken.None).InTimeAsync();
        using var client = new HttpClient();
        (await client.GetFromJsonAsync<JsonElement>($"{part.Addresses.Single()}/deploy/api/io/polled-values")).GetProperty("a").TryGetProperty("t", out _).ShouldBeTrue();

        await File.WriteAllTextAsync(folder["poller.json"], "{\"io_setup\": [");
        bench.Time.Advance(Look);
        part.Poller!.Devices.Single().Name.ShouldBe("a");
        await File.WriteAllTextAsync(folder["poller.json"], PollerBench.File(PollerBench.Device("other", device.Port, PollerBench.Tag("t", 0, "\"scale\": \"x\""))));
        await Eventually.TrueAsync(() => part.Poller.Devices.Single().Name == "other", () => bench.Time.Advance(Look));

        await part.StopAsync(CancellationToken.None).InTimeAsync();
        (part.Poller, part.Addresses.Count, File.Exists(folder["poller-last-successful.json"])).ShouldBe((null, 0, true));
    }

    [Fact]
    public async Task A_file_that_is_being_written_is_not_taken_before_it_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        await using var device = new SimulatedDevice();
        await using var bench = new PollerBench();
        await File.WriteAllTextAsync(folder["poller.json"], PollerBench.File(PollerBench.Device("a", device.Port, PollerBench.Tag("t", 0))));
        var part = Part(bench, folder, "http://127.0.0.1:0");
        await part.StartAsync(CancellationToken.None).InTimeAsync();
        await bench.Time.TimerSetAsync(Look);

        await File.WriteAllTextAsync(folder["poller.json"], "\n"); // a valid file without devices
        bench.Time.Advance(Look); // one look, which finds it changed
        using var client = new HttpClient();
        (await client.GetFromJsonAsync<JsonElement>($"{part.Addresses.Single()}/deploy/api/io/polled-values")).TryGetProperty("a", out _).ShouldBeTrue();

        await Eventually.TrueAsync(() => part.Poller!.Devices.Count == 0, () => bench.Time.Advance(Look));

        await part.StopAsync(CancellationToken.None).InTimeAsync();
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_and_had_later()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["poller.json"], "{}");
        await using var bench = new PollerBench();
        var other = new SimulatedDevice();
        var part = Part(bench, folder, $"http://127.0.0.1:{other.Port}");
        await Should.ThrowAsync<IOException>(() => part.StartAsync(CancellationToken.None));

        await other.DisposeAsync();
        await part.StartAsync(CancellationToken.None).InTimeAsync();

        part.Addresses.Single().ShouldBe($"http://127.0.0.1:{other.Port}");
        await part.StopAsync(CancellationToken.None).InTimeAsync();
    }

    [Fact]
    public async Task An_address_that_cannot_be_had_is_told_with_its_name()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["poller.json"], "{}");
        await using var bench = new PollerBench();
        var part = Part(bench, folder, "http://192.0.2.1:8000"); // of an example network: no computer has it

        (await Should.ThrowAsync<IOException>(() => part.StartAsync(CancellationToken.None))).Message.ShouldContain("cannot listen on http://192.0.2.1:8000");
        await part.StopAsync(CancellationToken.None).InTimeAsync();
    }

    [Fact]
    public async Task What_is_ill_in_the_file_is_told_with_file_and_key_until_it_is_mended_and_the_rest_is_polled()
    {
        using var folder = new TemporaryFolder();
        await using var device = new SimulatedDevice();
        await using var bench = new PollerBench();
        await File.WriteAllTextAsync(folder["poller.json"], PollerBench.File($"{PollerBench.Device("good", device.Port, PollerBench.Tag("t", 0))},{PollerBench.Device("bad", 70_000, PollerBench.Tag("t", 0))}"));
        var part = Part(bench, folder, "http://127.0.0.1:0");
        await part.StartAsync(CancellationToken.None).InTimeAsync();

        _troubles["poller.config"].ShouldMatch($"^{Regex.Escape(folder["poller.json"])}:1:[0-9]+: device 'bad', portNumber: found '70000', allowed: a number from 1 to 65535; ");
        await bench.ScannedAsync();
        part.Poller!.Devices[0].IsUp.ShouldBeTrue();

        await File.WriteAllTextAsync(folder["poller.json"], "{\"io_setup\": [");
        await UntilAsync(() => _troubles["poller.config"].Contains("what was polled before is polled on", StringComparison.Ordinal));
        await File.WriteAllTextAsync(folder["poller.json"], "{}");
        await UntilAsync(() => _troubles.IsEmpty);
        await part.StopAsync(CancellationToken.None).InTimeAsync();

        Task UntilAsync(Func<bool> isSo) => Eventually.TrueAsync(isSo, () => bench.Time.Advance(Look));
    }

    [Fact]
    public void The_sample_of_the_documentation_is_the_one_that_is_tested()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Poller", "Docs", "poller.md"));
        var sample = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Poller", "Samples", "poller.yaml"));

        page.ShouldContain($"```yml\n{sample}```");
    }

    private PollerPart Part(PollerBench bench, TemporaryFolder folder, string listen) => new(
        new PollerOptions { Config = folder["poller.json"], Listen = [listen], ReloadSeconds = Look.TotalSeconds },
        bench.Metrics,
        new GatewayRoom
        {
            Model = new GatewayModel
            {
                Store = bench.Store,
                Modbus = new MappingTable<ModbusMapping>(null),
                OpcUa = new MappingTable<OpcUaMapping>(null),
                Iec104 = new MappingTable<Iec104Mapping>(null),
                Snmp = new MappingTable<SnmpMapping>(null),
            },
            Documents = new NoDocuments(),
            Metrics = new GatewayMetrics(bench.Node),
            Loggers = NullLoggerFactory.Instance,
            Time = bench.Time,
            Version = "0",
            StateFolder = folder.FullPath,
            Degrade = (key, reason) => _troubles[key] = reason,
            Recover = key => _troubles.TryRemove(key, out _),
        });

    private sealed class NoDocuments : IDocumentStore
    {
        public byte[]? Load(string name) => null;

        public void Save(string name, ReadOnlySpan<byte> json) => throw new IOException("The poller keeps no documents.");

        public void Remove(string name)
        {
            // There is none.
        }
    }
}
