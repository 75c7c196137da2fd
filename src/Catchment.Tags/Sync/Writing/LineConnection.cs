using System.Net.Sockets;
using Catchment.Core.Hosting;

namespace Catchment.Tags.Sync.Writing;

/// <summary>A connection to a Unix socket on which a line is answered by a line.</summary>
internal sealed class LineConnection : IDisposable
{
    private const int FirstSize = 64 * 1024;
    private const int LongestLine = 16 * 1024 * 1024;

    private readonly Socket _socket;
    private byte[] _received = new byte[FirstSize];
    private int _start;
    private int _end;

    private LineConnection(Socket socket) => _socket = socket;

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">Nobody answers there.</exception>
    /// <exception cref="IOException">The path cannot be used.</exception>
    internal static async ValueTask<LineConnection> OpenAsync(string path, CancellationToken cancellation)
    {
        using var address = new UnixSocketPath(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address.EndPoint, cancellation);
            return new LineConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether the peer has closed, or said something that nobody asked for.</summary>
    internal bool IsStale => _start < _end || _socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Sends lines.</summary>
    internal async ValueTask SendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellation)
    {
        while (!lines.IsEmpty)
            lines = lines[await _socket.SendAsync(lines, SocketFlags.None, cancellation)..];
    }

    /// <summary>The next line, without its end; it stays until the next call. Empty: the peer has closed.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="IOException">The line is longer than 16 MiB.</exception>
    internal async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellation)
    {
        var searched = _start;
        while (true)
        {
            var newline = _received.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var line = _received.AsMemory(_start, searched + newline - _start);
                _start = searched + newline + 1;
                return line;
            }

            searched = Room(_end);
            var read = await _socket.ReceiveAsync(_received.AsMemory(_end), SocketFlags.None, cancellation);
            if (read == 0)
            {
                // The original ends its reply and closes; a last line may lack its end.
                var rest = _received.AsMemory(_start, _end - _start);
                _start = _end;
                return rest;
            }

            _end += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>Makes room behind what was received; gives where a place in it is now.</summary>
    private int Room(int place)
    {
        if (_start > 0)
        {
            _received.AsSpan(_start, _end - _start).CopyTo(_received);
            (place, _end, _start) = (place - _start, _end - _start, 0);
        }

        if (_end < _received.Length)
            return place;
        if (_received.Length >= LongestLine)
            throw new IOException("the answer is longer than 16 MiB");
        Array.Resize(ref _received, Math.Min(_received.Length * 4, LongestLine));
        return place;
    }
}
