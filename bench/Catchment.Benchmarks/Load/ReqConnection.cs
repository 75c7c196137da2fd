using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Catchment.Benchmarks.Load;

/// <summary>
/// A lock-step REQ peer on one blocking socket: as little as a sender can do, so that the server is what is measured.
/// Used by one thread.
/// </summary>
/// <remarks>Source: ZMTP 3.0 (RFC 23): greeting, NULL mechanism, framing.</remarks>
internal sealed class ReqConnection : IDisposable
{
    private const int GreetingBytes = 64;
    private const int ShortReplyBytes = 2048;

    /// <summary>A camera node gives up after one second; a server that needs this long has hung.</summary>
    private const int TimeoutMilliseconds = 15_000;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveTimeout = TimeoutMilliseconds,
        SendTimeout = TimeoutMilliseconds,
    };

    private readonly byte[] _buffer;
    private int _filled;

    private ReqConnection(int mostReplyBytes) => _buffer = new byte[2 * mostReplyBytes];

    /// <summary>Connects and shakes hands.</summary>
    /// <param name="port">The server's port on loopback.</param>
    /// <param name="mostReplyBytes">The longest frame of a reply.</param>
    /// <exception cref="BenchmarkException">Nobody listens there, or not a ZMTP 3 peer.</exception>
    internal static ReqConnection Connect(int port, int mostReplyBytes = ShortReplyBytes) =>
        TryConnect(port, mostReplyBytes) ?? throw new BenchmarkException($"Cannot connect a sender to 127.0.0.1:{port}: the connection was refused or closed.");

    /// <summary>Connects and shakes hands; null when nobody listens (yet).</summary>
    /// <param name="port">The server's port on loopback.</param>
    /// <param name="mostReplyBytes">The longest frame of a reply.</param>
    /// <exception cref="BenchmarkException">The peer is not a ZMTP 3 peer.</exception>
    internal static ReqConnection? TryConnect(int port, int mostReplyBytes = ShortReplyBytes)
    {
        var connection = new ReqConnection(mostReplyBytes);
        var kept = false;
        try
        {
            connection._socket.Connect(IPAddress.Loopback, port);
            connection.ShakeHands();
            kept = true;
            return connection;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
        {
            return null;
        }
        finally
        {
            if (!kept)
                connection.Dispose();
        }
    }

    /// <summary>Sends one message and waits for its reply.</summary>
    /// <param name="wire">The message, see <see cref="FrameWire"/>.</param>
    /// <returns>The reply's last frame; valid until the next call.</returns>
    /// <exception cref="SocketException">The connection broke, or no reply came in time.</exception>
    /// <exception cref="BenchmarkException">The reply is not ZMTP, or longer than was said.</exception>
    internal ReadOnlySpan<byte> Request(ReadOnlySpan<byte> wire)
    {
        SendAll(wire);
        while (true)
        {
            var frame = ReadFrame(out var flags);
            if ((flags & (FrameFlags.More | FrameFlags.Command)) == FrameFlags.None)
                return frame;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void ShakeHands()
    {
        Span<byte> greeting = stackalloc byte[GreetingBytes];
        greeting.Clear();
        greeting[0] = 0xFF;
        greeting[9] = 0x7F;
        greeting[10] = 3;
        "NULL"u8.CopyTo(greeting[12..]);
        SendAll(greeting);
        Fill(GreetingBytes);
        if (_buffer[0] != 0xFF || _buffer[10] < 3)
            throw new BenchmarkException($"The server at {_socket.RemoteEndPoint} does not greet as a ZMTP 3 peer.");
        Consume(GreetingBytes);

        SendAll("\x04\x19\x05READY\x0bSocket-Type\0\0\0\x03REQ"u8);
        // libzmq loses a message that arrives before its own READY went out, so wait for that.
        ReadFrame(out var flags);
        if ((flags & FrameFlags.Command) == FrameFlags.None)
            throw new BenchmarkException($"The server at {_socket.RemoteEndPoint} does not answer READY with a command.");
    }

    private ReadOnlySpan<byte> ReadFrame(out FrameFlags flags)
    {
        Fill(2);
        flags = (FrameFlags)_buffer[0];
        var header = 2;
        long length = _buffer[1];
        if ((flags & FrameFlags.Long) != FrameFlags.None)
        {
            header = 9;
            Fill(header);
            length = BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(1));
        }

        if (length < 0 || length > _buffer.Length / 2)
            throw new BenchmarkException($"The server at {_socket.RemoteEndPoint} sent a frame of {length} bytes, which is longer than was awaited.");
        var total = header + (int)length;
        Fill(total);
        // Consuming moves what follows to the front; in lock step nothing follows the last frame.
        var body = _filled == total ? _buffer.AsSpan(header, (int)length) : _buffer.AsSpan(header, (int)length).ToArray();
        Consume(total);
        return body;
    }

    private void Fill(int count)
    {
        while (_filled < count)
        {
            var received = _socket.Receive(_buffer.AsSpan(_filled));
            if (received == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            _filled += received;
        }
    }

    private void Consume(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[_socket.Send(bytes)..];
    }

    [Flags]
    private enum FrameFlags : byte
    {
        None = 0,
        More = 1,
        Long = 2,
        Command = 4,
    }
}
