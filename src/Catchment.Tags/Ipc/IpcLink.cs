using System.Net.Sockets;
using Catchment.Core.Hosting;

namespace Catchment.Tags.Ipc;

/// <summary>A connection to the Unix socket: sends lines and reads lines. For one caller at a time.</summary>
internal sealed class IpcLink : IDisposable
{
    private const int FirstLength = 16 * 1024;
    private const int MaxLineBytes = 256 * 1024 * 1024;

    private readonly Socket _socket;
    private byte[] _buffer = new byte[FirstLength];
    private int _start;
    private int _end;

    private IpcLink(Socket socket) => _socket = socket;

    /// <summary>The server has ended it, as the original does behind each reply.</summary>
    internal bool IsEnded => _socket.Poll(0, SelectMode.SelectRead) && _socket.Available == 0;

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">Nobody answers.</exception>
    /// <exception cref="IOException">The path cannot be reached.</exception>
    internal static IpcLink Open(string path, TimeSpan timeout)
    {
        using var name = new UnixSocketPath(path);
        var socket = NewSocket(timeout);
        try
        {
            socket.Connect(name.EndPoint);
            return new IpcLink(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects without blocking.</summary>
    /// <exception cref="SocketException">Nobody answers.</exception>
    /// <exception cref="IOException">The path cannot be reached.</exception>
    internal static async Task<IpcLink> OpenAsync(string path, TimeSpan timeout, CancellationToken cancellation)
    {
        using var name = new UnixSocketPath(path);
        var socket = NewSocket(timeout);
        try
        {
            await socket.ConnectAsync(name.EndPoint, cancellation);
            return new IpcLink(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a line.</summary>
    /// <exception cref="SocketException">The server is gone, or did not answer in time.</exception>
    /// <exception cref="EndOfStreamException">The server ended the connection.</exception>
    internal void Send(ReadOnlySpan<byte> line)
    {
        while (!line.IsEmpty)
            line = line[_socket.Send(line)..];
    }

    /// <summary>The next line; it is good until the next call.</summary>
    /// <exception cref="SocketException">The server is gone, or did not answer in time.</exception>
    /// <exception cref="EndOfStreamException">The server ended the connection.</exception>
    internal ReadOnlyMemory<byte> Read()
    {
        ReadOnlyMemory<byte> line;
        while (!TryTake(out line))
            Took(_socket.Receive(_buffer.AsSpan(_end)));
        return line;
    }

    /// <summary>Sends a line without blocking.</summary>
    /// <exception cref="SocketException">The server is gone.</exception>
    internal async ValueTask SendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellation)
    {
        while (!line.IsEmpty)
            line = line[await _socket.SendAsync(line, cancellation)..];
    }

    /// <summary>The next line; it is good until the next call.</summary>
    /// <exception cref="SocketException">The server is gone.</exception>
    /// <exception cref="EndOfStreamException">The server ended the connection.</exception>
    internal async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> line;
        while (!TryTake(out line))
            Took(await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellation));
        return line;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static Socket NewSocket(TimeSpan timeout) => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
    {
        SendTimeout = (int)timeout.TotalMilliseconds,
        ReceiveTimeout = (int)timeout.TotalMilliseconds,
    };

    private void Took(int received) => _end += received > 0 ? received : throw new EndOfStreamException("the server ended the connection");

    private bool TryTake(out ReadOnlyMemory<byte> line)
    {
        var end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        if (end >= 0)
        {
            line = _buffer.AsMemory(_start, end);
            _start += end + 1;
            return true;
        }

        line = default;
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == MaxLineBytes)
            throw new EndOfStreamException("the server's reply has no end");
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, MaxLineBytes));
        return false;
    }
}
