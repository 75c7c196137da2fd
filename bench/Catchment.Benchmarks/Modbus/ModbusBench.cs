using System.Diagnostics;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Modbus;

/// <summary>Requests a second for 100 registers, of our server and of pymodbus's by turns, each a process of its own.</summary>
/// <param name="python">A Python interpreter that has pymodbus.</param>
/// <param name="time">How long each run is measured.</param>
/// <param name="rounds">Runs of each; the middle one counts.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class ModbusBench(string python, TimeSpan time, int rounds, TextWriter progress)
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);

    /// <summary>Measures.</summary>
    /// <param name="connections">With so many connections each.</param>
    /// <param name="threads">How many of them our server gives a thread.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<IReadOnlyList<ModbusRow>> MeasureAsync(IReadOnlyList<int> connections, int threads, CancellationToken cancellation)
    {
        var port = ServerProcess.FreePort();
        await using var ours = ServerProcess.Start("our server", [Environment.ProcessPath!, "modbus", "serve", "--port", $"{port}", "--threads", $"{threads}"], port);
        var theirPort = ServerProcess.FreePort();
        await using var theirs = ServerProcess.Start("pymodbus's server", [python, Path.Combine(AppContext.BaseDirectory, "Limits", "modbus.py"), $"{theirPort}"], theirPort);
        await WaitUntilAnsweringAsync(port, cancellation);
        await WaitUntilAnsweringAsync(theirPort, cancellation);

        var rows = new List<ModbusRow>();
        foreach (var count in connections)
        {
            var (mine, other) = (new List<ModbusRow>(), new List<double>());
            using var their = new ModbusFleet(theirPort, count);
            using var our = new ModbusFleet(port, count);
            for (var round = 0; round < rounds; round++)
            {
                cancellation.ThrowIfCancellationRequested();
                await progress.WriteLineAsync($"{count} connections, round {round + 1}");
                their.Run(WarmUp);
                other.Add(their.Run(time).Length / time.TotalSeconds);
                our.Run(WarmUp);
                var before = ours.Usage.Cpu;
                var all = our.Run(time);
                var cpu = ours.Usage.Cpu - before;
                mine.Add(new ModbusRow(count, all.Length / time.TotalSeconds, all[all.Length / 2], all[all.Length * 99 / 100], cpu.TotalMicroseconds / all.Length, 0));
            }

            rows.Add(mine.OrderBy(r => r.PerSecond).ElementAt(rounds / 2) with { PymodbusPerSecond = other.Median() });
        }

        return rows;
    }

    private static async Task WaitUntilAnsweringAsync(int port, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (!ModbusFleet.Answers(port))
        {
            if (Stopwatch.GetElapsedTime(began) > StartDeadline)
                throw new BenchmarkException($"Nothing answers on port {port} after {StartDeadline.TotalSeconds} s.");
            await Task.Delay(50, cancellation);
        }
    }
}
