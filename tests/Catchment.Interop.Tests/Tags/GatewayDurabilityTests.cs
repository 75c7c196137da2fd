using System.Text.Json;
using System.Text.RegularExpressions;
using Catchment.Tags.Ipc;

namespace Catchment.Interop.Tests.Tags;

/// <summary>The gateway is killed while points are registered and written: what it said OK to is there afterwards.</summary>
public sealed partial class GatewayDurabilityTests : IDisposable
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? 30 : 3;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Killing_loses_nothing_that_was_acknowledged()
    {
        var random = new Random(20260301);
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            using var gateway = Start();
            Verify(acknowledged);
            using var kill = new Timer(_ => gateway.Kill(), null, random.Next(50, 400), Timeout.Infinite);
            Register(round, acknowledged);
        }

        using var last = Start();
        Verify(acknowledged);
        acknowledged.Count.ShouldBeGreaterThan(Rounds);
        last.Terminate().ShouldBe(0);
        File.Exists(Socket).ShouldBeFalse();
    }

    [Fact]
    public void The_original_s_variables_hold_and_the_log_lies_where_it_was()
    {
        File.WriteAllText(_folder[".env"], $$"""
            # what the original reads
            IPC_SOCKET_PATH={{_folder["unused.sock"]}}
            LOCAL='127.0.0.1' # one of two
            export HTTP_HOST="${LOCAL}"
            HTTP_PORT=${NO_SUCH_VARIABLE:-0} # any
            """);
        using (var gateway = new ProgramProcess(_folder.FullPath, ProgramProcess.Program, ["dataservice"], new Dictionary<string, string> { ["IPC_SOCKET_PATH"] = Socket, ["MODBUS_PORT"] = "0", ["OPCUA_PORT"] = "0", ["IEC104_PORT"] = "0", ["SNMP_PORT"] = "0" }))
        {
            gateway.WaitForLog(RunningLine());
            using var client = new IpcClient(Socket);
            client.Write("test_key", 42.0).Ok.ShouldBeTrue();
            CommandLine.Run(_folder.FullPath, "status").ShouldContain($"pid {gateway.Pid},");
            gateway.Terminate().ShouldBe(0);
        }

        File.ReadAllText(_folder["logs/dataservice.log"]).ShouldContain("asks nobody for a password who reaches modbus 0.0.0.0:0, opcua 0.0.0.0:0, iec104 0.0.0.0:0, snmp 0.0.0.0:0, as that one does");
        File.Exists(_folder[".catchment/gateway/gateway.db"]).ShouldBeTrue();
        File.Exists(_folder["unused.sock"]).ShouldBeFalse("a real variable goes before one of .env");
    }

    [Fact]
    public void A_variable_for_a_port_opens_no_other_address_than_the_file()
    {
        File.WriteAllText(_folder["catchment.yaml"], $$"""
            gateway:
              http: { listen: ["http://127.0.0.1:1", "[::1]:2"] }
              modbus: { listen: "tcp://127.0.0.1:3" }
              opcua: { listen: "opc.tcp://127.0.0.1:4" }
              iec104: { listen: "tcp://127.0.0.1:6" }
              snmp: { listen: "udp://127.0.0.1:5" }
              ipc: { socket_path: {{Socket}} }
            """);
        using (var gateway = new ProgramProcess(_folder.FullPath, ProgramProcess.Program, ["dataservice"], new Dictionary<string, string> { ["HTTP_PORT"] = "0", ["MODBUS_PORT"] = "0", ["OPCUA_PORT"] = "0", ["IEC104_PORT"] = "0", ["SNMP_PORT"] = "0" }))
        {
            gateway.WaitForLog(RunningLine());
            gateway.Terminate().ShouldBe(0);
        }

        var log = File.ReadAllText(_folder["logs/dataservice.log"]);
        log.ShouldContain("the HTTP API listens on http://127.0.0.1:");
        log.ShouldContain("http://[::1]:");
        log.ShouldNotContain("0.0.0.0");
        log.ShouldNotContain("password");
    }

    [Fact]
    public void A_variable_that_is_no_port_is_told_by_its_name()
    {
        using var gateway = new ProgramProcess(_folder.FullPath, ProgramProcess.Program, ["dataservice"], new Dictionary<string, string> { ["MODBUS_PORT"] = "many" });

        var (code, errors) = gateway.WaitForEnd();

        code.ShouldBe(1);
        errors.ShouldContain("MODBUS_PORT is 'many'");
    }

    public void Dispose() => _folder.Dispose();

    private string Socket => _folder["gateway.sock"];

    private ProgramProcess Start()
    {
        var gateway = new ProgramProcess(_folder.FullPath, ProgramProcess.Program, ["run", "gateway", $"gateway.ipc.socket_path={Socket}"]);
        gateway.WaitForLog(RunningLine());
        return gateway;
    }

    private void Register(int round, HashSet<string> acknowledged)
    {
        using var client = new IpcClient(Socket);
        try
        {
            for (var i = 0; ; i++)
            {
                var key = $"r{round}.{i}";
                if (i % 3 == 0)
                {
                    if (client.BulkWrite([.. Enumerable.Range(0, 20).Select(k => new IpcWrite($"{key}.{k}", (double)k))]) is { Ok: true, Written: 20 })
                        acknowledged.UnionWith(Enumerable.Range(0, 20).Select(k => $"{key}.{k}"));
                }
                else if (client.Write(key, JsonSerializer.Serialize(i)).Ok)
                {
                    acknowledged.Add(key);
                }
            }
        }
        catch (IOException)
        {
            // It was killed.
        }
    }

    private void Verify(HashSet<string> acknowledged)
    {
        using var client = new IpcClient(Socket);
        client.Read(acknowledged).Where(static one => one.Value is null).Select(static one => one.Key).ShouldBeEmpty();
    }

    [GeneratedRegex("gateway: running", RegexOptions.None, 60_000)]
    private static partial Regex RunningLine();
}
