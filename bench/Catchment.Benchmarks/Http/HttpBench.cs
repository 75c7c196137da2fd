using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Catchment.Benchmarks.Machine;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Http;

/// <summary>Requests a second of the gateway's HTTP API and of a bare server by turns, each a process of its own.</summary>
/// <param name="time">How long each run is measured.</param>
/// <param name="rounds">Runs of each; the middle one counts.</param>
/// <param name="progress">Where it tells what it does.</param>
internal sealed class HttpBench(TimeSpan time, int rounds, TextWriter progress)
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private static readonly byte[] Data = "GET /data HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();
    private static readonly byte[] Write = WriteRequest();

    /// <summary>Measures.</summary>
    /// <param name="clients">With so many clients each.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<IReadOnlyList<HttpRow>> MeasureAsync(IReadOnlyList<int> clients, CancellationToken cancellation)
    {
        await using var gateway = await StartAsync("the gateway", "serve", cancellation);
        await using var changing = await StartAsync("the changing gateway", "serve-changing", cancellation);
        await using var bare = await StartAsync("the bare server", "serve-bare", cancellation);
        var rows = new List<HttpRow>();
        foreach (var (name, request, server) in new[] { ("GET /data", Data, gateway), ("GET /data, changing", Data, changing), ("POST /write", Write, gateway) })
        {
            foreach (var count in clients)
                rows.Add(await MeasureAsync(name, request, server, bare, count, cancellation));
        }

        return rows;
    }

    private async Task<HttpRow> MeasureAsync(string name, byte[] request, ServerProcess server, ServerProcess bare, int clients, CancellationToken cancellation)
    {
        var (mine, other) = (new List<HttpRow>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            await progress.WriteLineAsync($"{name}, {clients} clients, round {round + 1}");
            Run(bare.Port, request, clients, WarmUp);
            other.Add(Run(bare.Port, request, clients, time).Length / time.TotalSeconds);
            Run(server.Port, request, clients, WarmUp);
            var before = server.Usage.Cpu;
            var all = Run(server.Port, request, clients, time);
            var cpu = server.Usage.Cpu - before;
            mine.Add(new HttpRow(name, clients, all.Length / time.TotalSeconds, all[all.Length / 2], all[all.Length * 99 / 100], cpu.TotalMicroseconds / all.Length, 0));
        }

        return mine.OrderBy(row => row.PerSecond).ElementAt(rounds / 2) with { BarePerSecond = other.Median() };
    }

    private static double[] Run(int port, byte[] request, int clients, TimeSpan time)
    {
        var times = new List<double>[clients];
        var threads = Enumerable.Range(0, clients).Select(client => new Thread(() =>
        {
            var taken = times[client] = new List<double>(1 << 16);
            using var connection = new HttpConnection(port);
            var began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                var asked = Stopwatch.GetTimestamp();
                connection.Exchange(request);
                taken.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return [.. times.SelectMany(taken => taken).Order()];
    }

    private static async Task<ServerProcess> StartAsync(string name, string word, CancellationToken cancellation)
    {
        var port = ServerProcess.FreePort();
        var server = ServerProcess.Start(name, [Environment.ProcessPath!, "http", word, "--port", $"{port}"], port);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var connection = new HttpConnection(port);
                connection.Exchange(Data);
                return server;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(began) < StartDeadline)
            {
                await Task.Delay(50, cancellation);
            }
        }
    }

    private static byte[] WriteRequest()
    {
        var body = $$"""{"key":"{{HttpServers.KeyOf(1234)}}","value":21.5}""";
        return Encoding.ASCII.GetBytes($"POST /write HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }
}
