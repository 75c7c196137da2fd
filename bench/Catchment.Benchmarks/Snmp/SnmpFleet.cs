using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Catchment.Benchmarks.Snmp;

/// <summary>Clients of an agent that each send the same request, one under way.</summary>
internal static class SnmpFleet
{
    /// <summary>Answers may be a little shorter than the first was, since the numbers in them are.</summary>
    private const int Slack = 8;

    /// <summary>Times of all requests in ms, in order, of clients that begin and end together.</summary>
    /// <exception cref="BenchmarkException">An answer does not come, or is another one than before.</exception>
    internal static double[] Run(int port, SnmpRequest request, int clients, TimeSpan time)
    {
        var times = Enumerable.Range(0, clients).Select(static _ => new List<double>(1 << 12)).ToArray();
        using var start = new ManualResetEventSlim();
        var began = 0L;
        string? failure = null;
        var threads = times.Select(mine => new Thread(() =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
            socket.Connect(IPAddress.Loopback, port);
            var reply = new byte[65_536];
            start.Wait();
            try
            {
                while (Stopwatch.GetElapsedTime(began) < time)
                {
                    var asked = Stopwatch.GetTimestamp();
                    socket.Send(request.Bytes);
                    if (socket.Receive(reply) < request.ReplyBytes - Slack)
                        throw new BenchmarkException($"The agent on port {port} refuses.");
                    mine.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                }
            }
            catch (Exception e) when (e is SocketException or BenchmarkException)
            {
                failure = e.Message;
            }
        })).ToArray();
        Array.ForEach(threads, static thread => thread.Start());
        began = Stopwatch.GetTimestamp();
        start.Set();
        Array.ForEach(threads, static thread => thread.Join());
        return failure is null ? [.. times.SelectMany(static taken => taken).Order()] : throw new BenchmarkException(failure);
    }
}
