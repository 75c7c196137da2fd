using System.Net.Sockets;

namespace Catchment.Interop.Tests.Hub;

/// <summary>A peer that writes any bytes it likes to the hub's port, with a correct ZMTP 3.0 handshake if it is asked for one.</summary>
public sealed class RawPeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)Patience.Limit.TotalMilliseconds };

    public RawPeer(string endpoint)
    {
        var port = int.Parse(endpoint[(endpoint.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        _socket.Connect("127.0.0.1", port);
    }

    /// <summary>Greets as a socket of a type, and reads the hub's greeting and READY.</summary>
    public RawPeer Greet(string socketType = "REQ")
    {
        Send([0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0, .. "NULL"u8, .. new byte[48]]);
        Send(Command([5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, (byte)socketType.Length, .. System.Text.Encoding.ASCII.GetBytes(socketType)]));
        return this;
    }

    public RawPeer Send(params ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[_socket.Send(bytes)..];
        return this;
    }

    /// <summary>Sends as much as the hub takes; false when it closed the connection meanwhile.</summary>
    public bool TrySend(params ReadOnlySpan<byte> bytes)
    {
        try
        {
            Send(bytes);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Reads until the hub closes the connection.</summary>
    /// <returns>All that it sent.</returns>
    public byte[] ReadToEnd()
    {
        var all = new List<byte>();
        var buffer = new byte[4096];
        try
        {
            while (_socket.Receive(buffer) is > 0 and var read)
                all.AddRange(buffer.AsSpan(0, read));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed the hard way is closed.
        }

        return [.. all];
    }

    public void Dispose() => _socket.Dispose();

    private static byte[] Command(byte[] body) => [4, (byte)body.Length, .. body];
}
