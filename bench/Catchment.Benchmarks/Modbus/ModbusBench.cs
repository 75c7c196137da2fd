using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
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
    private const int Registers = 100;
    private const int ReplyBytes = 9 + (2 * Registers);

    private static readonly byte[] Request = [0, 1, 0, 0, 0, 6, 1, 3, 0, 10, 0, Registers];
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
            for (var round = 0; round < rounds; round++)
            {
                cancellation.ThrowIfCancellationRequested();
                await progress.WriteLineAsync($"{count} connections, round {round + 1}");
                Run(theirPort, count, WarmUp);
                other.Add(Run(theirPort, count, time).Length / time.TotalSeconds);
                Run(port, count, WarmUp);
                var before = ours.Usage.Cpu;
                var all = Run(port, count, time);
                var cpu = ours.Usage.Cpu - before;
                mine.Add(new ModbusRow(count, all.Length / time.TotalSeconds, all[all.Length / 2], all[all.Length * 99 / 100], cpu.TotalMicroseconds / all.Length, 0));
            }

            rows.Add(mine.OrderBy(r => r.PerSecond).ElementAt(rounds / 2) with { PymodbusPerSecond = other.Median() });
        }

        return rows;
    }

    /// <summary>Times of all requests in ms, in order, of clients that begin and end together.</summary>
    private static double[] Run(int port, int connections, TimeSpan time)
    {
        var sockets = Enumerable.Range(0, connections).Select(_ => Connect(port)).ToArray();
        var times = sockets.Select(_ => new List<double>(1 << 16)).ToArray();
        using var start = new ManualResetEventSlim();
        long began = 0;
        var threads = sockets.Select((socket, client) => new Thread(() =>
        {
            var reply = new byte[ReplyBytes];
            start.Wait();
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                var asked = Stopwatch.GetTimestamp();
                Exchange(socket, reply);
                times[client].Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }
        })).ToArray();
        Array.ForEach(threads, t => t.Start());
        began = Stopwatch.GetTimestamp();
        start.Set();
        Array.ForEach(threads, t => t.Join());
        Array.ForEach(sockets, s => s.Dispose());
        return [.. times.SelectMany(t => t).Order()];
    }

    private static Socket Connect(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static void Exchange(Socket socket, byte[] reply)
    {
        socket.Send(Request);
        for (var left = reply.AsSpan(); !left.IsEmpty;)
        {
            var read = socket.Receive(left);
            if (read == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            left = left[read..];
        }
    }

    private static async Task WaitUntilAnsweringAsync(int port, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var socket = Connect(port);
                Exchange(socket, new byte[ReplyBytes]);
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(began) < StartDeadline)
            {
                await Task.Delay(50, cancellation);
            }
        }
    }
}
