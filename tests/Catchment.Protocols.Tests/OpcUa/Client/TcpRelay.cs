using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.Tests.OpcUa.Client;

/// <summary>Stands between a client and its server, so that a test can cut the connections or put another server in place.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> _open = [];
    private readonly Task _accepting;

    public TcpRelay(IPEndPoint target)
    {
        Target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where new connections lead; null: they are closed at once.</summary>
    public IPEndPoint? Target { get; set; }

    /// <summary>Where the client finds the server.</summary>
    public string Url => $"opc.tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Cuts all connections.</summary>
    public void Cut()
    {
        foreach (var (connection, _) in _open)
            connection.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        try
        {
            client.NoDelay = true;
            if (Target is not { } target)
                return;
            await server.ConnectAsync(target);
            (_open[client], _open[server]) = (0, 0);
            await Task.WhenAny(MoveAsync(client, server), MoveAsync(server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // It was cut.
        }
        finally
        {
            client.Dispose();
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
        }
    }

    private static async Task MoveAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // It was cut.
        }
    }
}
