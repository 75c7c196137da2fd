using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// A REQ socket (RFC 28) that connects to one REP or ROUTER peer. It never gets stuck: a request that has no reply in time costs its
/// connection, the next one goes over a new connection, and a late reply finds nobody. Thread-safe; one request at a time is under
/// way, others wait for their turn within their time.
/// </summary>
public sealed class ZmqRequester : IDisposable
{
    private readonly ZmqOptions _options;
    private readonly Connector _connector;
    private readonly object _turn = new();
    private readonly object _gate = new();
    private readonly ITimer _watchdog;
    private RequesterSession? _session;
    private RequesterSession? _awaiting;
    private ZmqMessage? _reply;
    private long _deadlineSince;
    private TimeSpan _deadline;
    private bool _disposed;

    /// <summary>Makes the socket; <see cref="Start"/> connects it.</summary>
    /// <param name="endpoint">The peer.</param>
    /// <param name="options">Limits and times; null for the defaults.</param>
    /// <exception cref="ArgumentException">An endpoint with port 0, or an option that makes no sense.</exception>
    public ZmqRequester(ZmqEndpoint endpoint, ZmqOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _options = options ?? new ZmqOptions();
        _options.Validate();
        var context = new ConnectionContext(ZmqSocketType.Req, _options);
        _connector = new Connector(endpoint, context, connection => new RequesterSession(connection, this));
        _watchdog = _options.TimeProvider.CreateTimer(_ => Drop(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the peer is connected at the moment.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_gate) return _session is not null;
        }
    }

    /// <summary>Begins to connect.</summary>
    public void Start() => _connector.Start();

    /// <summary>Asks, and waits for the reply.</summary>
    /// <param name="frame">The request, of one frame.</param>
    /// <param name="timeout">Longest time for everything: turn, connection, sending, reply.</param>
    /// <param name="reply">The frames of the reply when it came; dispose it.</param>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <returns>What became of the request.</returns>
    public ZmqRequestOutcome Request(
        ReadOnlyMemory<byte> frame, TimeSpan timeout, out ZmqMessage? reply, CancellationToken cancellation = default) =>
        Request([frame], timeout, out reply, cancellation);

    /// <summary>Asks, and waits for the reply; see <see cref="Request(ReadOnlyMemory{byte}, TimeSpan, out ZmqMessage?, CancellationToken)"/>.</summary>
    /// <param name="frames">The request, of at least one frame.</param>
    /// <param name="timeout">Longest time for everything.</param>
    /// <param name="reply">The frames of the reply when it came; dispose it.</param>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <returns>What became of the request.</returns>
    /// <exception cref="ArgumentException">No frame.</exception>
    public ZmqRequestOutcome Request(
        ReadOnlySpan<ReadOnlyMemory<byte>> frames, TimeSpan timeout, out ZmqMessage? reply, CancellationToken cancellation = default)
    {
        if (frames.IsEmpty) throw new ArgumentException("a request needs at least one frame", nameof(frames));
        reply = null;
        var since = _options.TimeProvider.GetTimestamp();
        if (!Monitor.TryEnter(_turn, timeout)) return ZmqRequestOutcome.Unreachable;
        try
        {
            using var wake = cancellation.CanBeCanceled ? cancellation.Register(Wake) : default;
            var session = WaitForSession(since, timeout, cancellation, out var outcome);
            if (session is null) return outcome;
            _watchdog.Change(Waiting.Left(_options.TimeProvider, since, timeout), Timeout.InfiniteTimeSpan);
            session.Send(frames);
            return WaitForReply(session, since, timeout, cancellation, out reply);
        }
        finally
        {
            _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Monitor.Exit(_turn);
        }
    }

    /// <summary>Disconnects at once; a request under way ends as <see cref="ZmqRequestOutcome.Cancelled"/>.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Monitor.PulseAll(_gate);
        }

        _connector.Dispose();
        _watchdog.Dispose();
    }

    /// <summary>A connection is ready.</summary>
    internal void Attach(RequesterSession session)
    {
        lock (_gate)
        {
            _session = session;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A connection has ended.</summary>
    internal void Detach(RequesterSession session)
    {
        lock (_gate)
        {
            if (_session == session) _session = null;
            if (_awaiting == session) _awaiting = null;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>A reply is here. One that nobody waits for on this connection is discarded.</summary>
    internal void Deliver(RequesterSession session, ZmqMessage message)
    {
        lock (_gate)
        {
            if (_awaiting == session && _reply is null)
            {
                _reply = message.Detach();
                Monitor.PulseAll(_gate);
                return;
            }
        }

        _options.Observer?.MessageDiscarded(session.Connection.Peer, ZmqDiscard.Unexpected);
    }

    private RequesterSession? WaitForSession(long since, TimeSpan timeout, CancellationToken cancellation, out ZmqRequestOutcome outcome)
    {
        outcome = ZmqRequestOutcome.Unreachable;
        lock (_gate)
        {
            while (_session is null || _disposed)
            {
                if (_disposed || cancellation.IsCancellationRequested)
                {
                    outcome = ZmqRequestOutcome.Cancelled;
                    return null;
                }

                var left = Waiting.Left(_options.TimeProvider, since, timeout);
                if (left == TimeSpan.Zero) return null;
                Monitor.Wait(_gate, left);
            }

            _reply?.Dispose();
            _reply = null;
            _deadlineSince = since;
            _deadline = timeout;
            return _awaiting = _session;
        }
    }

    private ZmqRequestOutcome WaitForReply(
        RequesterSession session, long since, TimeSpan timeout, CancellationToken cancellation, out ZmqMessage? reply)
    {
        lock (_gate)
        {
            ZmqRequestOutcome outcome;
            while (true)
            {
                reply = _reply;
                _reply = null;
                if (reply is not null)
                {
                    _awaiting = null;
                    return ZmqRequestOutcome.Answered;
                }

                var left = Waiting.Left(_options.TimeProvider, since, timeout);
                if (_disposed || cancellation.IsCancellationRequested) outcome = ZmqRequestOutcome.Cancelled;
                else if (left == TimeSpan.Zero) outcome = ZmqRequestOutcome.TimedOut;
                else if (_awaiting != session) outcome = ZmqRequestOutcome.ConnectionLost;
                else
                {
                    Monitor.Wait(_gate, left);
                    continue;
                }

                break;
            }

            // A reply may still be on its way: it must not meet the next request.
            _awaiting = null;
            if (_session == session) _session = null;
            session.Connection.Close(ZmqCloseReason.ReplyTimeout, "no reply in time");
            return outcome;
        }
    }

    /// <summary>The time of a request is over, perhaps while it is being sent to a peer that does not read.</summary>
    private void Drop()
    {
        lock (_gate)
        {
            if (_awaiting is null) return;

            // The timer counts whole milliseconds and may be early; or late, when the next request, with a deadline of its own, is
            // under way already.
            var left = Waiting.Left(_options.TimeProvider, _deadlineSince, _deadline);
            if (left != TimeSpan.Zero)
            {
                if (left != Timeout.InfiniteTimeSpan) _watchdog.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return;
            }

            _awaiting.Connection.Close(ZmqCloseReason.ReplyTimeout, "no reply in time");
            Monitor.PulseAll(_gate);
        }
    }

    private void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }
}
