using System.Net;
using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// A bound REP socket (RFC 28) for REQ and DEALER peers. Each connection has a thread of its own that receives a request, runs the
/// handler and sends the reply, so peers never wait for each other. Every request gets a reply: the handler's, or one in its place.
/// </summary>
public sealed class ZmqReplier : IDisposable
{
    private readonly ZmqReplierOptions _options;
    private readonly ReplierState _state;
    private readonly ConnectionListener<ReplierSession> _listener;
    private readonly Lock _gate = new();
    private ReplyBudgetMonitor? _monitor;
    private Task<ZmqDrainResult>? _stopping;
    private bool _disposed;

    /// <summary>Makes the socket; <see cref="Start"/> binds it.</summary>
    /// <param name="endpoints">Where to listen; at least one.</param>
    /// <param name="handler">Answers requests.</param>
    /// <param name="options">Limits, times and budget; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option or the list of endpoints makes no sense.</exception>
    public ZmqReplier(IReadOnlyList<ZmqEndpoint> endpoints, ZmqRequestHandler handler, ZmqReplierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(handler);
        _options = options ?? new ZmqReplierOptions();
        _options.Validate();
        _state = new ReplierState(handler, _options);
        var context = new ConnectionContext(ZmqSocketType.Rep, _options);
        _listener = new ConnectionListener<ReplierSession>(endpoints, context, connection => new ReplierSession(connection, _state));
    }

    /// <summary>Connections at the moment, those in the handshake included.</summary>
    public int ConnectionCount => _listener.Count;

    /// <summary>Binds the endpoints and begins to serve.</summary>
    /// <returns>The bound addresses, in the order of the endpoints.</returns>
    /// <exception cref="ZmqException">An endpoint cannot be bound; the message names it and the reason.</exception>
    /// <exception cref="InvalidOperationException">Started before.</exception>
    public IReadOnlyList<IPEndPoint> Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var bound = _listener.Start();
            if (_options.ReplyBudget != Timeout.InfiniteTimeSpan) _monitor = new ReplyBudgetMonitor(_listener, _options);
            return bound;
        }
    }

    /// <summary>
    /// Stops without leaving a requester behind: closes the listeners, answers every request under way, ends each connection
    /// together with its last reply, and connections without a request after a short quiet window.
    /// </summary>
    /// <param name="deadline">Longest time for all of that; what is not done then is cut.</param>
    /// <returns>What became of the requests. Further calls return the same task.</returns>
    public Task<ZmqDrainResult> StopAsync(TimeSpan deadline)
    {
        lock (_gate)
        {
            if (_stopping is not null) return _stopping;
            ObjectDisposedException.ThrowIf(_disposed, this);
            var drain = new ReplierDrain(_listener, _state);
            _stopping = Task.Factory.StartNew(
                () => Drain(drain, deadline), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return _stopping;
        }
    }

    /// <summary>Stops at once: requests under way get no reply. Use <see cref="StopAsync"/> to stop well.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
        }

        _listener.Dispose();
        Interlocked.Exchange(ref _monitor, null)?.Dispose();
    }

    private ZmqDrainResult Drain(ReplierDrain drain, TimeSpan deadline)
    {
        // The budget holds while draining, too.
        var result = drain.Run(deadline);
        Interlocked.Exchange(ref _monitor, null)?.Dispose();
        return result;
    }
}
