using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

/// <summary>A listening socket whose connections a test plays itself.</summary>
internal sealed class RawListener : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public RawListener(int backlog = 10)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen(backlog);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public ZmqEndpoint Endpoint => new("127.0.0.1", EndPoint.Port);

    public RawPeer Accept() => RawPeer.Accept(_socket);

    /// <summary>Accepts and completes the handshake as a server of that type.</summary>
    public RawPeer AcceptHandshake(string type, byte minor = 1)
    {
        var peer = Accept();
        peer.SendGreeting(minor: minor);
        peer.ReadGreeting();
        peer.ReadFrame().Name.ShouldBe("READY");
        peer.SendReady(type);
        return peer;
    }

    public void Dispose() => _socket.Dispose();
}
