using System.Net;
using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// A bound ROUTER socket (RFC 28) for REQ, DEALER and ROUTER peers: every message comes with the peer that sent it, and anything may
/// be sent to a peer at any time.
/// </summary>
public sealed class ZmqRouter : IDisposable
{
    private readonly ConnectionListener<RouterSession> _listener;

    /// <summary>Makes the socket; <see cref="Start"/> binds it.</summary>
    /// <param name="endpoints">Where to listen; at least one.</param>
    /// <param name="handler">Takes the messages.</param>
    /// <param name="options">Limits, times and queues; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option or the list of endpoints makes no sense.</exception>
    public ZmqRouter(IReadOnlyList<ZmqEndpoint> endpoints, ZmqRouterHandler handler, ZmqQueueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(handler);
        options ??= new ZmqQueueOptions();
        options.Validate();
        var context = new ConnectionContext(ZmqSocketType.Router, options);
        _listener = new ConnectionListener<RouterSession>(endpoints, context, connection => new RouterSession(connection, options, handler));
    }

    /// <summary>Connections at the moment, those in the handshake included.</summary>
    public int ConnectionCount => _listener.Count;

    /// <summary>Binds the endpoints and begins to serve.</summary>
    /// <returns>The bound addresses, in the order of the endpoints.</returns>
    /// <exception cref="ZmqException">An endpoint cannot be bound; the message names it and the reason.</exception>
    public IReadOnlyList<IPEndPoint> Start() => _listener.Start();

    /// <summary>Stops at once; what is queued is not sent.</summary>
    public void Dispose() => _listener.Dispose();
}
