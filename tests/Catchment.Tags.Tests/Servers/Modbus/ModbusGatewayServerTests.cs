using System.Net.Sockets;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Servers.Modbus;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Servers.Modbus;

public sealed class ModbusGatewayServerTests : IAsyncDisposable
{
    private readonly ModbusGateway _gateway = new();
    private readonly NodeMetrics _node = new(TimeProvider.System, "1");
    private readonly ModbusMetrics _metrics;
    private readonly ModbusGatewayServer _server;

    public ModbusGatewayServerTests()
    {
        _metrics = new ModbusMetrics(_node, TimeProvider.System, NullLogger.Instance);
        _server = Make("tcp://127.0.0.1:0");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _gateway.Dispose();
        _node.Dispose();
    }

    [Fact]
    public async Task It_serves_while_it_runs_and_keeps_its_mappings_while_it_does_not()
    {
        (_server.Name, _server.IsRunning).ShouldBe(("modbus", false));
        await _server.StartAsync(CancellationToken.None);
        await _server.StartAsync(CancellationToken.None);
        _server.IsRunning.ShouldBeTrue();
        var port = _server.Port;
        (await ReadAsync(port)).ShouldBe(0);

        await _server.StopAsync(CancellationToken.None);
        await _server.StopAsync(CancellationToken.None);
        _server.IsRunning.ShouldBeFalse();
        using (var taker = new Socket(SocketType.Stream, ProtocolType.Tcp))
            Should.Throw<SocketException>(() => taker.Connect(System.Net.IPAddress.Loopback, port));

        _gateway.Point("p", TagValue.Of(7L));
        _gateway.Map("p", 0);
        await using var again = Make($"tcp://127.0.0.1:{port}");
        await again.StartAsync(CancellationToken.None);
        (await ReadAsync(port)).ShouldBe(7);
    }

    [Fact]
    public async Task Starts_and_stops_at_once_end_in_the_last_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? _server.StartAsync(CancellationToken.None) : _server.StopAsync(CancellationToken.None))).InTimeAsync();
        await _server.StartAsync(CancellationToken.None);

        (await ReadAsync(_server.Port)).ShouldBe(0);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_io_failure()
    {
        await _server.StartAsync(CancellationToken.None);
        await using var second = Make($"tcp://127.0.0.1:{_server.Port}");

        (await Should.ThrowAsync<IOException>(() => second.StartAsync(CancellationToken.None))).Message.ShouldContain("already in use");
        second.IsRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task What_happens_is_counted()
    {
        await _server.StartAsync(CancellationToken.None);
        await ReadAsync(_server.Port);
        using var client = new ModbusClient(new ModbusClientOptions { Host = "127.0.0.1", Port = _server.Port, Timeout = Patience.Limit });
        _gateway.Map("r", 3, access: "r");
        (await Should.ThrowAsync<ModbusException>(async () => await client.WriteRegisterAsync(1, 3, 1))).Code.ShouldBe(ModbusExceptionCode.IllegalDataAddress);

        _metrics.Requests.ShouldBe(2);
        _metrics.Exceptions(ModbusExceptionCode.IllegalDataAddress).ShouldBe(1);
        await _server.StopAsync(CancellationToken.None);
        (_metrics.Clients, _metrics.Discarded).ShouldBe((0, 0));
    }

    [Fact]
    public async Task It_says_what_it_is()
    {
        await _server.StartAsync(CancellationToken.None);
        using var client = new ModbusClient(new ModbusClientOptions { Host = "127.0.0.1", Port = _server.Port, Timeout = Patience.Limit });

        (await client.ReadIdentificationAsync(1)).ShouldBe(new Dictionary<int, string> { [0] = "Catchment", [1] = "gateway", [2] = "1.2" });
    }

    private ModbusGatewayServer Make(string listen) =>
        new(_gateway.Model, new ModbusOptions { Listen = [listen] }, _metrics, TimeProvider.System, "1.2");

    private static async Task<int> ReadAsync(int port)
    {
        using var client = new ModbusClient(new ModbusClientOptions { Host = "127.0.0.1", Port = port, Timeout = Patience.Limit });
        var registers = new byte[2];
        await client.ReadRegistersAsync(1, ModbusTable.HoldingRegisters, 0, registers);
        return (registers[0] << 8) | registers[1];
    }
}
