using System.Net;
using System.Net.Sockets;

namespace Catchment.Benchmarks.Iec104;

/// <summary>The limit: sends full frames of bitstrings to whoever connects, and does nothing else.</summary>
internal sealed class BareFrames : IDisposable
{
    private const int Objects = 30;
    private const int Frames = 16;

    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _bytes;

    internal BareFrames()
    {
        byte[] frame = [0x68, 10 + (Objects * 8), 0, 0, 0, 0, 7, Objects, 3, 0, 1, 0, .. new byte[Objects * 8]];
        _bytes = [.. Enumerable.Repeat(frame, Frames).SelectMany(static f => f)];
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    /// <summary>Where it listens.</summary>
    internal int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = _listener.Accept();
                new Thread(() => Send(socket)) { IsBackground = true }.Start();
                new Thread(() => Ignore(socket)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private void Send(Socket socket)
    {
        try
        {
            while (true)
                socket.Send(_bytes);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
        }
    }

    private static void Ignore(Socket socket)
    {
        try
        {
            var bytes = new byte[4096];
            while (socket.Receive(bytes) > 0)
            {
                // Acknowledgements.
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
        }
    }
}
