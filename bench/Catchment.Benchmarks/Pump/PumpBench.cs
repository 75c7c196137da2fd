using System.Diagnostics;
using System.Text;
using Catchment.Benchmarks.Load;
using Catchment.Benchmarks.Machine;

namespace Catchment.Benchmarks.Pump;

/// <summary>Requests a second of the real pump, each kind beside a bare libzmq server in the same run.</summary>
/// <param name="program">The pump's program.</param>
/// <param name="python">A Python interpreter that has pyzmq.</param>
/// <param name="time">How long each cell is measured.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class PumpBench(string program, string python, TimeSpan time, TextWriter progress)
{
    private const int MostReplyBytes = 4 * 1024 * 1024;

    private static readonly (string Name, string[] Pairs)[] Requests =
    [
        ("idx 10", ["cmd", "idx", "date", "2024-01-01"]),
        ("idx 1,000", ["cmd", "idx", "date", "2024-01-02"]),
        ("idx 10,000", ["cmd", "idx", "date", "2024-01-03"]),
        ("evt 100", ["cmd", "evt", "date", "2024-01-02", "evt", PumpData.Set]),
        ("evt 5,000", ["cmd", "evt", "date", "2024-01-02", "evt", PumpData.LongSet]),
        ("img 100 of 2,000", ["cmd", "img", "date", "2024-01-02", "evt", $"{0:x32}"]),
        ("pic 60 kB", ["cmd", "pic", "date", "2024-01-02", "evt", $"{0:x32}", "frametime", "2024-01-02_00.00.00"]),
    ];

    /// <summary>Measures.</summary>
    /// <param name="days">With so many days each.</param>
    /// <param name="clients">With so many clients each.</param>
    /// <param name="newFolder">Makes a folder for data.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<IReadOnlyList<PumpRow>> MeasureAsync(IReadOnlyList<int> days, IReadOnlyList<int> clients, Func<string> newFolder, CancellationToken cancellation)
    {
        var rows = new List<PumpRow>();
        foreach (var dayCount in days)
        {
            var root = newFolder();
            PumpData.Make(root, dayCount);
            var port = ServerProcess.FreePort();
            await using var pump = ServerProcess.Start("the pump",
                [program, "run", "pump", $"pump.listen=tcp://127.0.0.1:{port}", $"pump.datafolder={root}/csv", $"pump.imagefolder={root}/images", $"data_directory={root}"], port);
            await pump.WaitUntilAcceptingAsync(cancellation);
            var echoPort = ServerProcess.FreePort();
            await using var echo = ServerProcess.Start("the bare server", [python, Path.Combine(AppContext.BaseDirectory, "Limits", "echo.py"), $"{echoPort}"], echoPort);
            await echo.WaitUntilAcceptingAsync(cancellation);
            foreach (var (name, pairs) in Requests)
            {
                var request = Wire(MessagePack(pairs));
                int size;
                using (var first = ReqConnection.Connect(port, MostReplyBytes))
                    size = first.Request(request).Length;
                foreach (var count in clients)
                {
                    cancellation.ThrowIfCancellationRequested();
                    await progress.WriteLineAsync($"{name}, {dayCount} days, {count} clients");
                    var (limit, _, _) = Run(echoPort, Wire(Encoding.ASCII.GetBytes($"{size:00000000}".PadRight(request.Length - 4))), count);
                    var (rate, p50, p99) = Run(port, request, count);
                    rows.Add(new PumpRow(name, dayCount, count, size, rate, p50, p99, limit));
                }
            }

            await pump.StopAsync(cancellation);
            await echo.StopAsync(cancellation);
        }

        return rows;
    }

    private (double PerSecond, double P50, double P99) Run(int port, byte[] wire, int clients)
    {
        var times = new List<double>[clients];
        var threads = Enumerable.Range(0, clients).Select(client => new Thread(() =>
        {
            using var connection = ReqConnection.Connect(port, MostReplyBytes);
            var taken = times[client] = [];
            var began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                var asked = Stopwatch.GetTimestamp();
                connection.Request(wire);
                taken.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }
        })).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        double[] all = [.. times.SelectMany(t => t).Order()];
        return (all.Length / time.TotalSeconds, all[all.Length / 2], all[all.Length * 99 / 100]);
    }

    /// <summary>A message of the empty delimiter and one frame.</summary>
    private static byte[] Wire(byte[] frame) => [1, 0, 0, (byte)frame.Length, .. frame];

    private static byte[] MessagePack(string[] pairs) =>
        [(byte)(0x80 + pairs.Length / 2), .. pairs.SelectMany(p => (byte[])[0xD9, (byte)p.Length, .. Encoding.ASCII.GetBytes(p)])];
}
