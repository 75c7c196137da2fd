using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Catchment.Benchmarks.Modbus;

/// <summary>
/// Clients of a Modbus server that each ask for the same registers, one request under way. They stay connected over all runs: a server that counts connections would
/// meet those of the next run while it has not noticed the end of the last one's.
/// </summary>
internal sealed class ModbusFleet : IDisposable
{
    private const int Registers = 100;
    private const int ReplyBytes = 9 + (2 * Registers);

    private static readonly byte[] Request = [0, 1, 0, 0, 0, 6, 1, 3, 0, 10, 0, Registers];

    private readonly Socket[] _sockets;

    /// <summary>Connects.</summary>
    /// <param name="port">The server's port.</param>
    /// <param name="connections">So many clients.</param>
    /// <exception cref="SocketException">The server does not take one of them.</exception>
    internal ModbusFleet(int port, int connections) => _sockets = [.. Enumerable.Range(0, connections).Select(_ => Connect(port))];

    /// <summary>Whether a server answers already.</summary>
    internal static bool Answers(int port)
    {
        try
        {
            using var one = new ModbusFleet(port, 1);
            Exchange(one._sockets[0], new byte[ReplyBytes]);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Times of all requests in ms, in order, of clients that begin and end together.</summary>
    /// <exception cref="BenchmarkException">The server has ended a connection.</exception>
    internal double[] Run(TimeSpan time)
    {
        var times = _sockets.Select(static _ => new List<double>(1 << 12)).ToArray();
        using var start = new ManualResetEventSlim();
        var began = 0L;
        var lost = 0;
        var threads = _sockets.Select((socket, client) => new Thread(() =>
        {
            var reply = new byte[ReplyBytes];
            start.Wait();
            try
            {
                while (Stopwatch.GetElapsedTime(began) < time)
                {
                    var asked = Stopwatch.GetTimestamp();
                    Exchange(socket, reply);
                    times[client].Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                }
            }
            catch (SocketException)
            {
                Interlocked.Increment(ref lost);
            }
        })).ToArray();
        Array.ForEach(threads, static thread => thread.Start());
        began = Stopwatch.GetTimestamp();
        start.Set();
        Array.ForEach(threads, static thread => thread.Join());
        return lost == 0 ? [.. times.SelectMany(static taken => taken).Order()] : throw new BenchmarkException($"The server ended {lost} of {_sockets.Length} connections.");
    }

    /// <summary>Ends the connections, and waits until the server has ended them, too.</summary>
    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            try
            {
                socket.Shutdown(SocketShutdown.Send);
                while (socket.Receive(new byte[ReplyBytes]) > 0)
                {
                    // Nothing is under way; an end is all that may come.
                }
            }
            catch (SocketException)
            {
                // The server was first.
            }

            socket.Dispose();
        }
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
}
