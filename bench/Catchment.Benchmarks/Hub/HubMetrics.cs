using System.Globalization;
using System.Net.Sockets;

namespace Catchment.Benchmarks.Hub;

/// <summary>The hub's own metrics, read over the Unix socket in its state folder.</summary>
internal static class HubMetrics
{
    private const string AllocatedBytes = "dotnet_allocated_bytes_total";

    /// <summary>Bytes that the hub has ever allocated on its managed heap.</summary>
    /// <param name="dataFolder">The hub's data folder.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null when the server under test has no such socket or metric.</returns>
    internal static async Task<double?> AllocatedAsync(string dataFolder, CancellationToken cancellation)
    {
        var socket = Path.Combine(dataFolder, ".catchment", "hub.sock");
        // A socket's address holds 107 bytes; the path from here is usually shorter than the whole one.
        var nearby = Path.GetRelativePath(Environment.CurrentDirectory, socket);
        if (!File.Exists(socket))
            return null;
        using var handler = new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(nearby, token) };
        using var client = new HttpClient(handler);
        var metrics = await client.GetStringAsync(new Uri("http://hub/metrics"), cancellation);
        foreach (var line in metrics.Split('\n'))
        {
            if (line.StartsWith(AllocatedBytes + " ", StringComparison.Ordinal) || line.StartsWith(AllocatedBytes + "{", StringComparison.Ordinal))
                return double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        }

        return null;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
