using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.Tests.Modbus;

/// <summary>A client that sends what it is told, byte for byte.</summary>
internal sealed class RawModbusClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)Patience.Limit.TotalMilliseconds };

    public RawModbusClient(IPEndPoint endpoint) => _socket.Connect(endpoint);

    public Socket Socket => _socket;

    public void Send(string hex) => _socket.Send(Convert.FromHexString(hex));

    /// <summary>The next bytes, or fewer when the connection ends before.</summary>
    public string Receive(int bytes)
    {
        var buffer = new byte[bytes];
        var have = 0;
        while (have < bytes && Read(buffer.AsSpan(have)) is var read and > 0)
            have += read;
        return Convert.ToHexString(buffer, 0, have);
    }

    /// <summary>The next frame, or nothing when the connection ends before.</summary>
    public string ReceiveFrame()
    {
        var header = Receive(6);
        return header.Length < 12 ? header : header + Receive(Convert.ToInt32(header[8..], 16));
    }

    /// <summary>Sends and takes the answer.</summary>
    public string Ask(string hex)
    {
        Send(hex);
        return ReceiveFrame();
    }

    /// <summary>Waits until the server has ended the connection.</summary>
    public void ExpectEnd() => Receive(1).ShouldBe("");

    public void Dispose() => _socket.Dispose();

    private int Read(Span<byte> into)
    {
        try
        {
            return _socket.Receive(into);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return 0;
        }
    }
}
