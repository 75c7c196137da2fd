using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;
using Catchment.Interop.Tests;

namespace Catchment.Benchmarks.OpcUa;

/// <summary>Loads our server and node-opcua's by turns with the same clients, each a process of its own.</summary>
/// <param name="folder">For certificates.</param>
/// <param name="time">How long each run is measured.</param>
/// <param name="rounds">Runs of each; the middle one counts.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class OpcUaBench(string folder, TimeSpan time, int rounds, TextWriter progress)
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Measures.</summary>
    /// <exception cref="BenchmarkException">A server or a client cannot go on.</exception>
    internal async Task<IReadOnlyList<OpcUaRow>> MeasureAsync(IReadOnlyList<OpcUaLoad> loads, CancellationToken cancellation)
    {
        var rows = new List<OpcUaRow>();
        using var clients = new OpcUaClients(loads.Max(l => l.Clients), Path.Combine(folder, "clients"));
        foreach (var alike in loads.GroupBy(l => (l.Variables, l.Rate)))
        {
            string[] words = ["--variables", $"{alike.Key.Variables}", "--rate", $"{alike.Key.Rate}"];
            using var theirs = new NodePeer("OpcUa/peer/server.mjs", ["--pki", Path.Combine(folder, "their"), .. words]);
            var theirUrl = (await theirs.EventAsync("listening")).GetProperty("url").GetString()!;
            var port = ServerProcess.FreePort();
            await using var ours = ServerProcess.Start("our server", [Environment.ProcessPath!, "opcua", "serve", "--port", $"{port}", .. words], port);
            await WaitUntilListeningAsync(port, cancellation);
            foreach (var load in alike)
                rows.Add(await MeasureAsync(load, clients, ($"opc.tcp://127.0.0.1:{port}", () => ours.Usage), (theirUrl, () => ProcessUsage.Read(theirs.Pid)), cancellation));
        }

        return rows;
    }

    private static async Task WaitUntilListeningAsync(int port, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port, cancellation);
                return;
            }
            catch (SocketException e)
            {
                if (Stopwatch.GetElapsedTime(began) > StartDeadline)
                    throw new BenchmarkException($"Nothing listens on port {port} after {StartDeadline.TotalSeconds} s.", e);
                await Task.Delay(50, cancellation);
            }
        }
    }

    private async Task<OpcUaRow> MeasureAsync(OpcUaLoad load, OpcUaClients clients, (string, Func<ProcessUsage>) ours, (string, Func<ProcessUsage>) theirs, CancellationToken cancellation)
    {
        var (mine, other) = (new List<OpcUaRun>(), new List<OpcUaRun>());
        for (var round = 0; round < rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            await progress.WriteLineAsync($"{load}, round {round + 1}");
            other.Add(await RunAsync(load, clients, theirs));
            mine.Add(await RunAsync(load, clients, ours));
        }

        return new OpcUaRow(
            load,
            mine.Select(r => r.PerSecond).Median(),
            mine.Select(r => r.CpuPerUnit).Median(),
            mine[^1].ResidentBytes,
            mine.Select(r => r.LoadShare).Median(),
            other.Select(r => r.PerSecond).Median(),
            other.Select(r => r.CpuPerUnit).Median(),
            other[^1].ResidentBytes);
    }

    private async Task<OpcUaRun> RunAsync(OpcUaLoad load, OpcUaClients clients, (string Url, Func<ProcessUsage> Usage) server)
    {
        // The clients' warm-up is the server's load, too: what it costs is told by the whole run.
        var before = server.Usage();
        var (perSecond, share) = await clients.RunAsync(server.Url, load, WarmUp, time);
        var after = server.Usage();
        var units = perSecond * (WarmUp + time).TotalSeconds;
        return new OpcUaRun(perSecond, (after.Cpu - before.Cpu).TotalMicroseconds / units, after.ResidentBytes, share);
    }
}
