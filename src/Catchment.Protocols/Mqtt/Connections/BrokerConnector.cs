using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace Catchment.Protocols.Mqtt.Connections;

/// <summary>Opens the stream to a broker that the options ask for.</summary>
internal static class BrokerConnector
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Connects.</summary>
    /// <exception cref="MqttException">The files of TLS cannot be used.</exception>
    /// <exception cref="IOException">As every failure of the network: see <see cref="IsFailure"/>.</exception>
    public static Task<Stream> OpenAsync(MqttClientOptions options, CancellationToken cancel) =>
        options.Transport == MqttTransport.WebSocket ? OpenWebSocketAsync(options, cancel) : OpenTcpAsync(options, cancel);

    /// <summary>Whether this is how a stream tells that the network, the other end, or its certificate is not as it should be.</summary>
    /// <remarks>A closed WebSocket's stream says that it does not support to be written to; a host or path that is none is an argument.</remarks>
    public static bool IsFailure(Exception e) =>
        e is IOException or SocketException or WebSocketException or HttpRequestException or AuthenticationException
            or ObjectDisposedException or NotSupportedException or ArgumentException or FormatException;

    private static async Task<Stream> OpenTcpAsync(MqttClientOptions options, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancel);
            var network = new NetworkStream(socket, ownsSocket: true);
            if (options.Tls is not { } tls)
                return network;
            var encrypted = new SslStream(network);
            await encrypted.AuthenticateAsClientAsync(BrokerTrust.Read(tls, options.Host), cancel);
            return encrypted;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> OpenWebSocketAsync(MqttClientOptions options, CancellationToken cancel)
    {
        // The handler is what believes the broker as MqttTls says; ClientWebSocket alone knows no own authorities.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };
        if (options.Tls is { } tls)
            handler.SslOptions = BrokerTrust.Read(tls, options.Host);
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol("mqtt");
            var address = new UriBuilder(options.Tls is null ? "ws" : "wss", options.Host, options.Port, options.WebSocketPath).Uri;
            await socket.ConnectAsync(address, invoker, cancel);
            return string.Equals(socket.SubProtocol, "mqtt", StringComparison.Ordinal)
                ? WebSocketStream.Create(socket, WebSocketMessageType.Binary, CloseTimeout)
                : throw new WebSocketException("the server does not speak the subprotocol mqtt");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
