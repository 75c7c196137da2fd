using System.Net.Sockets;

namespace Catchment.Protocols.Tcp;

/// <summary>Accepts on one endpoint until stopped. Whatever accepting fails with (no descriptors left), it pauses and goes on.</summary>
/// <param name="accept">Waits for a connection.</param>
/// <param name="admit">Takes it; must not throw.</param>
/// <param name="time">The clock of the pause.</param>
internal sealed class AcceptLoop(Func<CancellationToken, ValueTask<Socket>> accept, Action<Socket> admit, TimeProvider time)
{
    /// <summary>Between two attempts, while accepting fails.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>No connection can be accepted for now, and why; told once, until <see cref="AcceptsAgain"/>.</summary>
    public Action<string>? CannotAccept { get; init; }

    /// <summary>Connections are accepted again.</summary>
    public Action? AcceptsAgain { get; init; }

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
                    AcceptsAgain?.Invoke();
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
                    CannotAccept?.Invoke(e.Message);
                failing = true;
                await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
