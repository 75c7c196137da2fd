using System.Net;
using System.Net.Sockets;

namespace Catchment.Tags.Tests.Poller;

/// <summary>Takes connections and answers each with the same bytes, or not at all.</summary>
internal sealed class SilentDevice : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _clients = [];

    /// <summary>Listens on a free port.</summary>
    /// <param name="answer">What each gets, which is closed behind it; null: nothing, and it stays.</param>
    internal SilentDevice(Func<byte[]>? answer = null)
    {
        _listener.Start();
        _ = ServeAsync(answer);
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _listener.Dispose();
        lock (_clients)
            _clients.ForEach(client => client.Dispose());
    }

    private async Task ServeAsync(Func<byte[]>? answer)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                lock (_clients)
                    _clients.Add(client);
                if (answer is not null)
                    _ = AnswerAsync(client, answer());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task AnswerAsync(Socket client, byte[] bytes)
    {
        try
        {
            _ = await client.ReceiveAsync(new byte[512]);
            await client.SendAsync(bytes);
            client.Shutdown(SocketShutdown.Send);
            _ = await client.ReceiveAsync(new byte[1]);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The poller closed it first.
        }
        finally
        {
            client.Dispose();
        }
    }
}
