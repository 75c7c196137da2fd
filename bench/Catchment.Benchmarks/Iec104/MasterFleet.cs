using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Catchment.Benchmarks.Iec104;

/// <summary>Masters, a thread each, as little as they can be: they count information objects, and acknowledge every eighth frame.</summary>
internal sealed class MasterFleet : IDisposable
{
    private const int MaxFrame = 255;
    private const int W = 8;
    private const int HeaderOctets = 12;

    private readonly Socket[] _sockets;
    private readonly long[] _objects;
    private readonly List<double>[] _delays;
    private readonly Thread[] _threads;
    private readonly Lock _gate = new();
    private volatile bool _isMeasuring;

    /// <summary>Connects them and starts data transfer.</summary>
    internal MasterFleet(int port, int count)
    {
        _sockets = [.. Enumerable.Range(0, count).Select(_ => new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })];
        _objects = new long[count];
        _delays = [.. Enumerable.Range(0, count).Select(_ => new List<double>())];
        foreach (var socket in _sockets)
        {
            socket.Connect(IPAddress.Loopback, port);
            socket.Send([0x68, 4, 7, 0, 0, 0]);
        }

        _threads = [.. _sockets.Select((_, i) => new Thread(() => Run(i)) { IsBackground = true })];
        Array.ForEach(_threads, static t => t.Start());
    }

    /// <summary>What a change's value tells: when it was put.</summary>
    internal static uint Now => unchecked((uint)(Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000)));

    /// <summary>Counts for a while.</summary>
    /// <returns>Objects of each master, and delays in ms, sorted.</returns>
    internal (double Objects, double[] Delays) Run(TimeSpan time)
    {
        var before = _objects.Sum(static o => Volatile.Read(ref o));
        lock (_gate)
            _delays.ToList().ForEach(static d => d.Clear());
        _isMeasuring = true;
        Thread.Sleep(time);
        _isMeasuring = false;
        lock (_gate)
            return ((_objects.Sum(static o => Volatile.Read(ref o)) - before) / (double)_sockets.Length, [.. _delays.SelectMany(static d => d).Order()]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_sockets, static s => s.Dispose());
        Array.ForEach(_threads, static t => t.Join());
    }

    private void Run(int master)
    {
        var bytes = new byte[64 * 1024];
        var (begin, end, frames, unacknowledged) = (0, 0, 0, 0);
        try
        {
            while (_sockets[master].Receive(bytes.AsSpan(end)) is var received and > 0)
            {
                end += received;
                while (end - begin >= 2 && end - begin >= bytes[begin + 1] + 2)
                {
                    var length = bytes[begin + 1] + 2;
                    if (length > HeaderOctets)
                    {
                        Take(master, bytes.AsSpan(begin, length));
                        frames = (frames + 1) % 32_768;
                        if (++unacknowledged == W)
                        {
                            unacknowledged = 0;
                            _sockets[master].Send([0x68, 4, 1, 0, (byte)(frames << 1), (byte)(frames >> 7)]);
                        }
                    }

                    begin += length;
                }

                bytes.AsSpan(begin, end - begin).CopyTo(bytes);
                (begin, end) = (0, end - begin);
                if (bytes.Length - end < MaxFrame)
                    return;
            }
        }
        catch (SocketException)
        {
            // The measurement is over.
        }
        catch (ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private void Take(int master, ReadOnlySpan<byte> frame)
    {
        Volatile.Write(ref _objects[master], _objects[master] + (frame[7] & 0x7F));
        if (!_isMeasuring)
            return;
        var put = BitConverter.ToUInt32(frame[(HeaderOctets + 3)..]);
        lock (_gate)
            _delays[master].Add(unchecked(Now - put) / 1000.0);
    }
}
