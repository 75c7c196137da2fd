using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.OpcUa.Server.Connections;

/// <summary>Accepts on one endpoint until stopped. Whatever accepting fails with (no descriptors left), it pauses and goes on.</summary>
/// <param name="listener">The listening socket.</param>
/// <param name="admit">Takes a connection; must not throw.</param>
/// <param name="options">Who is told, and the clock of the pause.</param>
internal sealed class AcceptLoop(Socket listener, Action<Socket> admit, OpcUaServerOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var endpoint = (IPEndPoint)listener.LocalEndPoint!;
        var failing = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(stop);
                if (failing)
                    options.Observer?.AcceptsAgain(endpoint);
                failing = false;
                admit(socket);
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // A loop that ends takes nobody any more, and nobody would know.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // A client that took its connection back while it waited is none of our trouble.
                if (stop.IsCancellationRequested || e is SocketException { SocketErrorCode: SocketError.ConnectionAborted or SocketError.ConnectionReset })
                    continue;
                if (!failing)
                    options.Observer?.CannotAccept(endpoint, e.Message);
                failing = true;
                await Task.Delay(Pause, options.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
