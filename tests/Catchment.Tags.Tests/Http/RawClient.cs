using System.Net.Sockets;
using System.Text;

namespace Catchment.Tags.Tests.Http;

/// <summary>A client that sends what it is told, byte for byte.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient _client = new();

    public static async Task<RawClient> ConnectAsync(Uri address)
    {
        var client = new RawClient();
        await client._client.ConnectAsync(address.Host, address.Port);
        return client;
    }

    public async Task SendAsync(string text) => await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>The status of what is answered next; 0: the server closed.</summary>
    public async Task<int> StatusAsync()
    {
        using var reader = new StreamReader(_client.GetStream(), Encoding.Latin1, leaveOpen: true);
        try
        {
            return await reader.ReadLineAsync().InTimeAsync() is { } line ? int.Parse(line.Split(' ')[1]) : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Sends bytes until the server has answered, and gives the status.</summary>
    public async Task<int> FloodAsync(int bytes)
    {
        var status = StatusAsync();
        var piece = new byte[64 * 1024];
        Array.Fill(piece, (byte)' ');
        try
        {
            for (var sent = 0; sent < bytes && !status.IsCompleted; sent += piece.Length)
                await _client.GetStream().WriteAsync(piece);
        }
        catch (IOException)
        {
            // The server does not read on.
        }

        return await status;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
