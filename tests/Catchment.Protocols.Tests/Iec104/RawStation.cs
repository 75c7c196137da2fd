using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Iec104.Client;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>A strict controlled station that does what a test says.</summary>
internal sealed class RawStation : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public RawStation() => _listener.Start();

    /// <summary>The clock stands still, so that a slow machine misses no time-out.</summary>
    public Iec104ClientOptions Options => new() { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port, Time = new ManualTime() };

    /// <summary>The next connection.</summary>
    public async Task<RawLink> AcceptAsync() => new(await _listener.AcceptSocketAsync().InTimeAsync());

    /// <summary>The next connection, with data transfer started.</summary>
    public async Task<RawLink> StartAsync()
    {
        var link = await AcceptAsync();
        link.Receive().ShouldBe(RawLink.StartAct);
        link.Send(RawLink.StartCon);
        return link;
    }

    /// <summary>A client that is connected, and its connection.</summary>
    public async Task<(Iec104Client Client, RawLink Link)> ConnectAsync(Iec104ClientOptions options)
    {
        var client = new Iec104Client(options);
        var connecting = client.ConnectAsync();
        var link = await StartAsync();
        await connecting.InTimeAsync();
        return (client, link);
    }

    public void Dispose() => _listener.Dispose();
}
