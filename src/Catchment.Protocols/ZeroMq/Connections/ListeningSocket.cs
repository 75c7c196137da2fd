using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>Makes listening TCP sockets.</summary>
internal static class ListeningSocket
{
    private const int Backlog = 512;

    /// <summary>Binds an endpoint and listens.</summary>
    /// <exception cref="ZmqException">It cannot be bound; the message names the endpoint and the reason.</exception>
    public static Socket Bind(ZmqEndpoint endpoint)
    {
        Socket? socket = null;
        try
        {
            var address = new IPEndPoint(endpoint.Resolve()[0], endpoint.Port);
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            AllowRestart(socket);
            socket.Bind(address);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw new ZmqException($"cannot listen on {endpoint}: {Explain(e)}", e);
        }
    }

    /// <summary>
    /// Lets a restarted listener bind while connections of its predecessor fade out. .NET's own ReuseAddress would also set
    /// SO_REUSEPORT, and two programs could share the port unnoticed.
    /// </summary>
    private static void AllowRestart(Socket socket)
    {
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(1, 2, BitConverter.GetBytes(1));
        else if (OperatingSystem.IsMacOS()) socket.SetRawSocketOption(0xFFFF, 4, BitConverter.GetBytes(1));
    }

    private static string Explain(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "the port is already in use; stop the other program or choose another port",
        SocketError.AddressNotAvailable => "no network interface of this computer has that address",
        SocketError.AccessDenied => "permission denied; ports below 1024 need a privilege",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host name is not known",
        _ => e.Message,
    };
}
