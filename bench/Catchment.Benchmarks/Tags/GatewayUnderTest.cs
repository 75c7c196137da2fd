using System.Diagnostics;
using System.Text;
using Catchment.Benchmarks.Machine;
using Catchment.Tags.Ipc;
using Catchment.Tags.Store;

namespace Catchment.Benchmarks.Tags;

/// <summary>The real program's gateway as a process of its own, with an API, a socket, Modbus, and its state on the disk.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private const int FillSize = 5_000;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly ServerProcess _process;

    private GatewayUnderTest(ServerProcess process, string socket, int modbusPort, int opcUaPort, int iec104Port)
    {
        (_process, Socket, ModbusPort, OpcUaPort, Iec104Port) = (process, socket, modbusPort, opcUaPort, iec104Port);
        Api = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{process.Port}") };
    }

    /// <summary>Its Unix socket.</summary>
    internal string Socket { get; }

    /// <summary>Its Modbus port.</summary>
    internal int ModbusPort { get; }

    /// <summary>Its OPC UA port.</summary>
    internal int OpcUaPort { get; }

    /// <summary>Its IEC 60870-5-104 port.</summary>
    internal int Iec104Port { get; }

    /// <summary>Asks its HTTP API.</summary>
    internal HttpClient Api { get; }

    /// <summary>What it has used so far.</summary>
    internal ProcessUsage Usage => _process.Usage;

    /// <summary>Starts it, and waits until it answers.</summary>
    /// <param name="program">The program.</param>
    /// <param name="folder">Where its configuration, socket and state lie.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="more">Further lines of its section.</param>
    /// <param name="snmp">The settings of its SNMP agent.</param>
    /// <exception cref="BenchmarkException">It does not answer.</exception>
    internal static async Task<GatewayUnderTest> StartAsync(string program, string folder, CancellationToken cancellation, string more = "", string snmp = "listen: \"udp://127.0.0.1:0\"")
    {
        var (port, modbus, opcUa, iec104, socket) = (ServerProcess.FreePort(), ServerProcess.FreePort(), ServerProcess.FreePort(), ServerProcess.FreePort(), Path.Combine(folder, "g.sock"));
        var file = Path.Combine(folder, "catchment.yaml");
        await File.WriteAllTextAsync(
            file,
            $$"""
            gateway:
              ipc: { socket_path: "{{socket}}" }
              http: { listen: "http://127.0.0.1:{{port}}" }
              modbus: { listen: "tcp://127.0.0.1:{{modbus}}" }
              opcua: { listen: "opc.tcp://127.0.0.1:{{opcUa}}" }
              iec104: { listen: "tcp://127.0.0.1:{{iec104}}" }
              snmp: { {{snmp}} }
              polling: { base_url: "" }
            {{more}}
            """,
            cancellation);
        var gateway = new GatewayUnderTest(ServerProcess.Start("the gateway", [program, "run", "gateway", "-c", file], port), socket, modbus, opcUa, iec104);
        try
        {
            await gateway.WaitUntilAnsweringAsync(cancellation);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes points, which makes them.</summary>
    /// <param name="keys">Their keys.</param>
    /// <param name="times">How often each.</param>
    internal void Fill(IReadOnlyList<string> keys, int times)
    {
        using var client = new IpcClient(Socket) { Timeout = TimeSpan.FromMinutes(2) };
        for (var time = 0; time < times; time++)
        {
            foreach (var some in keys.Chunk(FillSize))
            {
                var value = TagValue.Of(time + 0.5);
                if (client.BulkWrite([.. some.Select(key => new IpcWrite(key, value))]) is var reply && reply.Written != some.Length)
                    throw new BenchmarkException($"The gateway took {reply.Written} of {some.Length} values: {reply.Error}{(reply.Failed.Count > 0 ? reply.Failed[0] : null)}");
            }
        }
    }

    /// <summary>Sends a document to the API.</summary>
    /// <exception cref="BenchmarkException">It is not taken.</exception>
    internal async Task PostAsync(string path, string json, CancellationToken cancellation)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await Api.PostAsync(new Uri(path, UriKind.Relative), body, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new BenchmarkException($"The gateway refused {path}: {await answer.Content.ReadAsStringAsync(cancellation)}");
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _process.DisposeAsync();
    }

    private async Task WaitUntilAnsweringAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var client = new IpcClient(Socket);
                using var answer = await Api.GetAsync(new Uri("/health", UriKind.Relative), cancellation);
                if (answer.IsSuccessStatusCode && client.Ping().Ok)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                if (Stopwatch.GetElapsedTime(began) > StartDeadline)
                    throw new BenchmarkException($"The gateway does not answer after {StartDeadline.TotalSeconds} s: {e.Message}", e);
            }

            await Task.Delay(50, cancellation);
        }
    }
}
