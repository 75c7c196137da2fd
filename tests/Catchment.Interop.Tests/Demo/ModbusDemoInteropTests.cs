using System.Text.RegularExpressions;
using Catchment.Tags.Ipc;

namespace Catchment.Interop.Tests.Demo;

/// <summary>The devices and the polling service of <c>catchment demo</c>, with the gateway and the sync that a user starts beside it, as its own output says.</summary>
public sealed partial class ModbusDemoInteropTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_gateway_polls_the_devices_and_a_sync_brings_the_values_of_the_polling_service_into_another()
    {
        using var demo = new ProgramProcess(_root.FullPath, ProgramProcess.Program, ["demo", "--only", "modbus", "--for", "10 min"]);
        var poll = demo.WaitForLog(PollWords()).Groups["words"].Value;
        var take = demo.WaitForLog(SyncWords()).Groups["words"].Value.Split(' ');
        poll.ShouldEndWith("=" + _root["data/demo/poller.yaml"]);

        using var polling = Gateway("polling", poll, "gateway.poller.listen=127.0.0.1:0");
        using var synced = Gateway("synced");
        using var sync = new ProgramProcess(_root.FullPath, ProgramProcess.Program, [.. take, $"sync.socket_path={_root["synced.sock"]}"]);
        using var polled = new IpcClient(_root["polling.sock"]);
        using var copied = new IpcClient(_root["synced.sock"]);
        Moves(polled, "demo_pump:litres");
        Moves(copied, "demo_pump.litres");
        Number(copied, "demo_comfort").ShouldBe(21.5);

        // What is written to the one is done by the device, and seen by the other.
        polled.Write("demo_boiler:setpoint", 71.5).Ok.ShouldBeTrue();
        Eventually.True(() => Number(copied, "demo_boiler.setpoint") is 71.5, "the set point does not come around");

        (sync.Terminate(), synced.Terminate(), polling.Terminate(), demo.Terminate()).ShouldBe((0, 0, 0, 0));
        demo.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].ShouldMatch("^modbus: [1-9][0-9]* sent, .* 0 refused, ");
    }

    [Fact]
    public void Its_devices_are_found_where_the_gateway_looks_for_them()
    {
        File.WriteAllText(_root["catchment.yaml"], "gateway: { poller: { config: mine/poller.yaml, listen: [\"127.0.0.1:0\"] }, http: { listen: [\"127.0.0.1:0\"] }, modbus: { listen: [\"127.0.0.1:0\"] }, opcua: { listen: [\"127.0.0.1:0\"] }, iec104: { listen: [\"127.0.0.1:0\"] }, snmp: { listen: [\"127.0.0.1:0\"] }, ipc: { socket_path: g.sock } }\n");
        using var gateway = new ProgramProcess(_root.FullPath, ProgramProcess.Program, ["run", "gateway", "-c", "catchment.yaml"]);
        gateway.WaitForLog(RunningLine());
        using var client = new IpcClient(_root["g.sock"]);
        Number(client, "demo_pump:litres").ShouldBeNull();

        using var demo = new ProgramProcess(_root.FullPath, ProgramProcess.Program, ["demo", "--only", "modbus", "-c", "catchment.yaml"]);
        Moves(client, "demo_pump:litres");
        File.Exists(_root["mine/poller.yaml"]).ShouldBeTrue();
    }

    [GeneratedRegex("^modbus: a gateway polls the devices with (?<words>gateway[.]poller[.]config=.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex PollWords();

    [GeneratedRegex("^modbus: a sync takes their values with catchment (?<words>run sync sync[.]polling_url=http://127[.]0[.]0[.]1:[0-9]+/.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex SyncWords();

    [GeneratedRegex("gateway: running", RegexOptions.NonBacktracking)]
    private static partial Regex RunningLine();

    private static void Moves(IpcClient client, string key)
    {
        double? first = null;
        Eventually.True(() => (first = Number(client, key)) is not null, $"{key} does not come");
        Eventually.True(() => Number(client, key) > first, $"{key} does not move");
    }

    private static double? Number(IpcClient client, string key) => client.Read(key)?.Value.TryGetNumber(out var number) == true ? number : null;

    private ProgramProcess Gateway(string name, params string[] words)
    {
        var folder = Directory.CreateDirectory(_root[name]).FullName;
        var gateway = new ProgramProcess(
            folder, ProgramProcess.Program, ["run", "gateway", $"gateway.ipc.socket_path={_root[$"{name}.sock"]}", "gateway.http.listen=127.0.0.1:0", "gateway.modbus.listen=127.0.0.1:0", "gateway.opcua.listen=127.0.0.1:0", "gateway.iec104.listen=127.0.0.1:0", "gateway.snmp.listen=127.0.0.1:0", "gateway.polling.base_url=''", .. words]);
        gateway.WaitForLog(RunningLine());
        return gateway;
    }
}
