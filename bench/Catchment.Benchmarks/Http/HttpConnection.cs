using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Catchment.Benchmarks.Http;

/// <summary>A lasting connection that sends requests made beforehand, and reads answers that tell their length.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];

    internal HttpConnection(int port) => _socket.Connect(IPAddress.Loopback, port);

    public void Dispose() => _socket.Dispose();

    /// <summary>Sends a request and waits for the whole answer.</summary>
    /// <returns>The answer's length.</returns>
    /// <exception cref="SocketException">The connection has ended.</exception>
    /// <exception cref="BenchmarkException">The answer is not 200.</exception>
    internal int Exchange(ReadOnlySpan<byte> request)
    {
        _socket.Send(request);
        int filled = 0, whole = int.MaxValue;
        while (filled < whole)
        {
            if (filled == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            var read = _socket.Receive(_buffer.AsSpan(filled));
            if (read == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            filled += read;
            if (whole == int.MaxValue)
                whole = LengthOf(_buffer.AsSpan(0, filled));
        }

        return whole;
    }

    private static int LengthOf(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return int.MaxValue;
        if (!answer.StartsWith("HTTP/1.1 200 "u8))
            throw new BenchmarkException($"The server answered: {System.Text.Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, 300)])}");
        var name = "Content-Length: "u8;
        var at = answer.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(answer[(at + name.Length)..], out int length, out _)
            ? head + 4 + length
            : throw new BenchmarkException("The answer does not tell its length.");
    }
}
