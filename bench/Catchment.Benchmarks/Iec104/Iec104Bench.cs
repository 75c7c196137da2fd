using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Iec104;

/// <summary>Spontaneous changes a second from our controlled station, a process of its own, to masters.</summary>
/// <param name="time">How long each run is measured.</param>
/// <param name="rounds">Runs of each; the middle one counts.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class Iec104Bench(TimeSpan time, int rounds, TextWriter progress)
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Measures.</summary>
    /// <exception cref="BenchmarkException">The server cannot be reached.</exception>
    internal async Task<IReadOnlyList<Iec104Row>> MeasureAsync(IReadOnlyList<int> masters, IReadOnlyList<int> rates, CancellationToken cancellation)
    {
        var rows = new List<Iec104Row>();
        foreach (var rate in rates)
        {
            foreach (var count in masters)
            {
                var (runs, bare) = (new List<Iec104Row>(), new List<double>());
                for (var round = 0; round < rounds; round++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    await progress.WriteLineAsync($"{count} masters, {rate} changes a second, round {round + 1}");
                    bare.Add(Bare(count));
                    runs.Add(await RunAsync(count, rate, cancellation));
                }

                rows.Add(runs.OrderBy(static r => r.PerSecond).ElementAt(rounds / 2) with { BarePerSecond = bare.Median() });
            }
        }

        return rows;
    }

    private double Bare(int masters)
    {
        using var frames = new BareFrames();
        using var fleet = new MasterFleet(frames.Port, masters);
        fleet.Run(WarmUp / 4);
        return fleet.Run(time).Objects / time.TotalSeconds;
    }

    private async Task<Iec104Row> RunAsync(int masters, int rate, CancellationToken cancellation)
    {
        var port = ServerProcess.FreePort();
        await using var server = ServerProcess.Start("our server", [Environment.ProcessPath!, "iec104", "serve", "--port", $"{port}", "--rate", $"{rate}"], port);
        await WaitUntilListeningAsync(port, cancellation);
        using var fleet = new MasterFleet(port, masters);
        fleet.Run(WarmUp);
        var before = server.Usage.Cpu;
        var began = Stopwatch.GetTimestamp();
        var (objects, delays) = fleet.Run(time);
        var (elapsed, usage) = (Stopwatch.GetElapsedTime(began), server.Usage);
        if (delays.Length == 0)
            throw new BenchmarkException("The server told nothing.");
        return new Iec104Row(
            masters, rate, objects / elapsed.TotalSeconds, delays[delays.Length / 2], delays[delays.Length * 99 / 100], (usage.Cpu - before).TotalMicroseconds / (objects * masters), usage.ResidentBytes, 0);
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
}
