using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.Modbus.Serving;

/// <summary>
/// Accepts on one endpoint until stopped. Whatever accepting fails with (no descriptors left), the loop pauses and goes on: a listener
/// that gives up would be a dead service.
/// </summary>
/// <param name="endpoint">For the observer.</param>
/// <param name="accept">Waits for a connection.</param>
/// <param name="admit">Takes it; must not throw.</param>
/// <param name="options">Who is told, and the clock of the pause.</param>
internal sealed class AcceptLoop(IPEndPoint endpoint, Func<CancellationToken, ValueTask<Socket>> accept, Action<Socket> admit, ModbusServerOptions options)
{
    /// <summary>Between two attempts, while accepting fails.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var failing = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var socket = await accept(stop);
                if (failing)
                    options.Observer?.AcceptsAgain(endpoint);
                failing = false;
                admit(socket);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
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
