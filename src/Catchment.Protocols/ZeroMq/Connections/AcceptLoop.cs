using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>
/// Accepts on one endpoint until stopped. Whatever accepting fails with (no descriptors left, a peer that gave up in the queue),
/// the loop pauses and goes on: a listener that gives up would be a dead service.
/// </summary>
internal sealed class AcceptLoop
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Func<Socket> _accept;
    private readonly Action<Socket> _accepted;
    private readonly WaitHandle _stop;
    private readonly ConnectionContext _context;
    private readonly EndPoint _endpoint;
    private bool _failing;

    /// <summary>Makes the loop; <see cref="Run"/> runs it.</summary>
    /// <param name="accept">Waits for a connection; throws when the listener is closed.</param>
    /// <param name="accepted">Takes the connection; must not throw.</param>
    /// <param name="stop">Set before the listener is closed.</param>
    /// <param name="context">For the log.</param>
    /// <param name="endpoint">For the log.</param>
    public AcceptLoop(Func<Socket> accept, Action<Socket> accepted, WaitHandle stop, ConnectionContext context, EndPoint endpoint)
    {
        _accept = accept;
        _accepted = accepted;
        _stop = stop;
        _context = context;
        _endpoint = endpoint;
    }

    /// <summary>Runs until stopped.</summary>
    public void Run()
    {
        while (!_stop.WaitOne(0))
        {
            try
            {
                var socket = _accept();
                if (_failing) ConnectionLog.AcceptsAgain(_context.Options.Logger, _context.Name, _endpoint);
                _failing = false;
                _accepted(socket);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (_stop.WaitOne(0)) return;

                // A connection that its peer took back while it waited is none of our trouble.
                if (e is SocketException { SocketErrorCode: SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.Interrupted }) continue;
                if (!_failing) ConnectionLog.CannotAccept(_context.Options.Logger, _context.Name, _endpoint, e.Message);
                _failing = true;
                if (_stop.WaitOne(Pause)) return;
            }
        }
    }
}
