using System.Net;
using System.Net.Sockets;
using Catchment.Tags.Servers;

namespace Catchment.Tags.Tests.Http;

/// <summary>A protocol server that holds a real port and speaks nothing.</summary>
internal sealed class TestServer(string name) : IGatewayServer
{
    private TcpListener? _listener;

    public string Name => name;

    public int Port { get; private set; }

    public bool IsRunning => _listener is not null;

    /// <summary>How often it was begun and ended.</summary>
    public int Starts { get; private set; }

    public Task StartAsync(CancellationToken cancellation)
    {
        if (_listener is not null)
            return Task.CompletedTask;
        var listener = new TcpListener(IPAddress.Loopback, Port);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new IOException($"port {Port} cannot be had", e);
        }

        Starts++;
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _listener = listener;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellation)
    {
        _listener?.Dispose();
        _listener = null;
        return Task.CompletedTask;
    }
}
