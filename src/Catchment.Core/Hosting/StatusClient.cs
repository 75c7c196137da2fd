using System.Net.Sockets;
using System.Text.Json;

namespace Catchment.Core.Hosting;

/// <summary>Asks a running node or service for its status, over the Unix socket in its state folder.</summary>
public static class StatusClient
{
    private const int LargestAnswer = 4 * 1024 * 1024;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Asks.</summary>
    /// <param name="socketPath">The socket, <c>&lt;state folder&gt;/&lt;name&gt;.sock</c>.</param>
    /// <param name="timeout">How long to wait; null for 2 s.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The status, or why there is none: a node that does not run is no exception.</returns>
    public static async Task<StatusAnswer> ReadAsync(
        string socketPath,
        TimeSpan? timeout = null,
        CancellationToken cancellation = default)
    {
        (byte[]? body, string? problem) = await GetAsync(socketPath, NodeRoutes.StatusPath, timeout, cancellation);
        if (body is null)
        {
            return new StatusAnswer(null, problem);
        }

        try
        {
            NodeStatus? status = JsonSerializer.Deserialize(body, StatusJson.Default.NodeStatus);
            return status is null ? new StatusAnswer(null, $"'{socketPath}' gave an empty answer.") : new StatusAnswer(status, null);
        }
        catch (JsonException e)
        {
            return new StatusAnswer(null, Explain(socketPath, e));
        }
    }

    /// <summary>Asks for something else that a service tells on its socket.</summary>
    /// <param name="socketPath">The socket.</param>
    /// <param name="path">What is asked for, with the slash in front.</param>
    /// <param name="timeout">How long to wait; null for 2 s.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The answer's body, or why there is none.</returns>
    public static async Task<(byte[]? Body, string? Problem)> GetAsync(
        string socketPath,
        string path,
        TimeSpan? timeout = null,
        CancellationToken cancellation = default)
    {
        TimeSpan patience = timeout ?? DefaultTimeout;
        try
        {
            using var handler = new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectCallback = (_, token) => ConnectAsync(socketPath, token),
            };
            using var client = new HttpClient(handler) { Timeout = patience, MaxResponseContentBufferSize = LargestAnswer };
            return (await client.GetByteArrayAsync(new Uri("http://localhost" + path), cancellation), null);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"'{socketPath}' did not answer within {patience.TotalSeconds:0.#} s: the process hangs or is overloaded.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, Explain(socketPath, e));
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        using var address = new UnixSocketPath(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address.EndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Explain(string path, Exception error) =>
        error.GetBaseException() switch
        {
            SocketException { SocketErrorCode: SocketError.AccessDenied } =>
                $"No permission to ask '{path}': it answers only the user that it runs as, and root.",
            SocketException or FileNotFoundException or DirectoryNotFoundException when !File.Exists(path) =>
                $"Not running: there is no '{path}'.",
            SocketException =>
                $"Not running: nobody listens on '{path}', which is left from a process that was killed.",
            IOException when !File.Exists(path) => $"Not running: there is no '{path}'.",
            JsonException e => $"'{path}' answered with something else than a status: {e.Message}",
            { } e => $"Cannot ask '{path}': {e.Message}",
        };
}
