using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.Tcp;

/// <summary>Makes listening TCP sockets.</summary>
internal static class ListeningPort
{
    private const int Backlog = 512;

    /// <summary>Binds an endpoint and listens.</summary>
    /// <exception cref="SocketException">It cannot be bound; <see cref="Explain"/> says why.</exception>
    public static Socket Open(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            AllowRestart(socket);
            socket.Bind(endpoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Why an endpoint cannot be had, for people.</summary>
    public static string Explain(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "the port is already in use; stop the other program or choose another port",
        SocketError.AddressNotAvailable => "no network interface of this computer has that address",
        SocketError.AccessDenied => "permission denied; ports below 1024 need a privilege",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host name is not known",
        _ => e.Message,
    };

    /// <summary>
    /// Lets a restarted listener bind while connections of its predecessor fade out. .NET's own ReuseAddress would also set
    /// SO_REUSEPORT, and two programs could share the port unnoticed.
    /// </summary>
    private static void AllowRestart(Socket socket)
    {
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(1, 2, BitConverter.GetBytes(1));
        else if (OperatingSystem.IsMacOS()) socket.SetRawSocketOption(0xFFFF, 4, BitConverter.GetBytes(1));
    }
}
