using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Gateway;
using Catchment.Tags.Ipc;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Benchmarks.Tags;

/// <summary>Writes over the gateway's Unix socket, each cell beside an echo server on the same kind of socket. Clients and servers share the process, and so the cores.</summary>
/// <param name="folder">Where the sockets lie.</param>
/// <param name="time">How long each cell is measured.</param>
internal sealed class IpcBench(string folder, TimeSpan time)
{
    private const int BulkSize = 1000;
    private static readonly double ToMilliseconds = 1e3 / Stopwatch.Frequency;

    /// <summary>Measures all cells.</summary>
    internal IReadOnlyList<IpcRow> Measure(IReadOnlyList<int> points, IReadOnlyList<int> connections, CancellationToken stop)
    {
        var rows = new List<IpcRow>();
        var echo = Path.Combine(folder, "echo.sock");
        using var server = new EchoServer(echo);
        foreach (var count in points)
        {
            using var node = new NodeMetrics(TimeProvider.System, "bench");
            var store = new TagStore(new TagStoreSettings { MaxPoints = count }, TimeProvider.System, null, NullLogger.Instance);
            store.Register([.. Enumerable.Range(0, count).Select(static i => new PointRegistration { Key = Key(i) })]);
            var socket = Path.Combine(folder, $"gateway-{count}.sock");
            using var gateway = IpcServer.Start(new GatewayIpcOptions { SocketPath = socket }, new IpcRoom
            {
                Store = store,
                Metrics = new GatewayMetrics(node),
                Time = TimeProvider.System,
                Logger = NullLogger.Instance,
                Version = "bench",
            });
            foreach (var clients in connections)
            {
                foreach (var isBulk in (ReadOnlySpan<bool>)[false, true])
                {
                    stop.ThrowIfCancellationRequested();
                    byte[][] lines = [.. Enumerable.Range(0, 64).Select(i => Line(i, count, isBulk))];
                    var (limit, _, _) = Run(echo, lines, clients);
                    var (rate, p50, p99) = Run(socket, lines, clients);
                    rows.Add(new IpcRow(isBulk ? "bulk_write" : "write", count, clients, rate, rate * (isBulk ? BulkSize : 1), p50, p99, limit));
                }
            }
        }

        return rows;
    }

    private static string Key(int i) => $"PLC_{i / 100}:tag-{1_756_878_000_000 + i}";

    private static byte[] Line(int round, int points, bool isBulk) => Encoding.UTF8.GetBytes(!isBulk
        ? $$"""{"action": "write", "key": "{{Key(round * 7919 % points)}}", "value": {{20 + (round / 10.0)}}}""" + "\n"
        : $$"""{"action": "bulk_write", "brief": true, "updates": [{{string.Join(", ", Enumerable.Range(0, BulkSize).Select(i => $$"""{"key": "{{Key(((round * BulkSize) + i) % points)}}", "value": {{round + (i / 10.0)}}}"""))}}]}""" + "\n");

    private (double PerSecond, double P50, double P99) Run(string socket, byte[][] lines, int clients)
    {
        using var begin = new Barrier(clients + 1);
        var ends = 0L;
        var times = new List<long>[clients];
        var threads = Enumerable.Range(0, clients).Select(client => new Thread(() =>
        {
            using var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            peer.Connect(new UnixDomainSocketEndPoint(socket));
            var mine = times[client] = new List<long>(1 << 18);
            var reply = new byte[4096];
            for (var i = 0; i < 64; i++)
                Ask(peer, lines[i], reply);
            begin.SignalAndWait();
            for (var i = client; ; i++)
            {
                var start = Stopwatch.GetTimestamp();
                if (start >= Volatile.Read(ref ends))
                    break;
                Ask(peer, lines[i % lines.Length], reply);
                mine.Add(Stopwatch.GetTimestamp() - start);
            }
        })).ToArray();
        Volatile.Write(ref ends, long.MaxValue);
        foreach (var thread in threads)
            thread.Start();
        begin.SignalAndWait();
        var began = Stopwatch.GetTimestamp();
        Volatile.Write(ref ends, began + (long)(time.TotalSeconds * Stopwatch.Frequency));
        foreach (var thread in threads)
            thread.Join();
        var took = Stopwatch.GetElapsedTime(began);
        long[] all = [.. times.SelectMany(static one => one).Order()];
        return (all.Length / took.TotalSeconds, all[all.Length / 2] * ToMilliseconds, all[all.Length * 99L / 100] * ToMilliseconds);
    }

    private static void Ask(Socket peer, byte[] line, byte[] reply)
    {
        peer.Send(line);
        int length;
        do
        {
            length = peer.Receive(reply);
            if (length == 0)
                throw new BenchmarkException("The server ended the connection.");
        }
        while (reply[length - 1] != (byte)'\n');
    }
}
