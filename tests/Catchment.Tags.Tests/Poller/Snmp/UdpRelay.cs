using System.Net;
using System.Net.Sockets;

namespace Catchment.Tags.Tests.Poller.Snmp;

/// <summary>Stands before a UDP server, and stays where it is when the server is another one, or none.</summary>
internal sealed class UdpRelay : IDisposable
{
    private readonly Socket _front = Open();
    private readonly Socket _back = Open();
    private volatile EndPoint? _client;
    private volatile IPEndPoint? _target;

    internal UdpRelay(IPEndPoint target)
    {
        _target = target;
        Port = ((IPEndPoint)_front.LocalEndPoint!).Port;
        _ = ForwardAsync();
        _ = ReturnAsync();
    }

    internal int Port { get; }

    /// <summary>The server; null: what comes is lost.</summary>
    internal IPEndPoint? Target
    {
        get => _target;
        set => _target = value;
    }

    /// <summary>Makes of each answer those that are sent.</summary>
    internal Func<byte[], IEnumerable<byte[]>> Answers { get; set; } = static answer => [answer];

    public void Dispose()
    {
        _front.Dispose();
        _back.Dispose();
    }

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private Task ForwardAsync() => ServeAsync(_front, async (message, from) =>
    {
        _client = from;
        if (_target is { } target)
            await _back.SendToAsync(message, target);
    });

    private Task ReturnAsync() => ServeAsync(_back, async (message, _) =>
    {
        foreach (var answer in Answers(message.ToArray()))
            await _front.SendToAsync(answer, _client!);
    });

    private static async Task ServeAsync(Socket socket, Func<ReadOnlyMemory<byte>, EndPoint, Task> take)
    {
        var buffer = new byte[70_000];
        while (true)
        {
            try
            {
                var came = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                await take(buffer.AsMemory(0, came.ReceivedBytes), came.RemoteEndPoint);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
            {
                // Nobody is there any more.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
