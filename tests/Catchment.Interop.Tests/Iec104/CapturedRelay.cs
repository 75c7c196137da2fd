using System.Net;
using System.Net.Sockets;

namespace Catchment.Interop.Tests.Iec104;

/// <summary>Stands between a client and a server, and captures what each sends.</summary>
internal sealed class CapturedRelay : IAsyncDisposable
{
    private const int MaxSegment = 1_400;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly PacketCapture _capture;
    private readonly Task _running;

    public CapturedRelay(string path, int serverPort, IPEndPoint server)
    {
        _capture = new PacketCapture(path, serverPort);
        _listener.Start();
        _running = RunAsync(server);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Waits until both ends have hung up, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _running.InTimeAsync();
        _listener.Dispose();
        _capture.Dispose();
    }

    private async Task RunAsync(IPEndPoint endpoint)
    {
        using var client = await _listener.AcceptSocketAsync();
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        await server.ConnectAsync(endpoint);
        await Task.WhenAll(CopyAsync(client, server, fromClient: true), CopyAsync(server, client, fromClient: false));
    }

    private async Task CopyAsync(Socket from, Socket to, bool fromClient)
    {
        var bytes = new byte[MaxSegment];
        try
        {
            while (await from.ReceiveAsync(bytes) is var count and > 0)
            {
                _capture.Add(fromClient, bytes.AsSpan(0, count));
                await to.SendAsync(bytes.AsMemory(0, count));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // One of them is gone without a farewell.
            to.Dispose();
        }
    }
}
