using System.Net;
using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// A bound PUB socket (RFC 29) for SUB and XSUB peers. A message is encoded once and goes to every peer that subscribed to a prefix
/// of its first frame, through a bounded queue for each.
/// </summary>
public sealed class ZmqPublisher : IDisposable
{
    private static readonly TimeSpan DrainInterval = TimeSpan.FromMilliseconds(10);

    private readonly ZmqPublisherOptions _options;
    private readonly ConnectionListener<PublisherSession> _listener;
    private readonly Lock _publishing = new();
    private readonly List<PublisherSession> _sessions = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Makes the socket; <see cref="Start"/> binds it.</summary>
    /// <param name="endpoints">Where to listen; at least one.</param>
    /// <param name="options">Limits, times and queues; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option or the list of endpoints makes no sense.</exception>
    public ZmqPublisher(IReadOnlyList<ZmqEndpoint> endpoints, ZmqPublisherOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        _options = options ?? new ZmqPublisherOptions();
        _options.Validate();
        var context = new ConnectionContext(ZmqSocketType.Pub, _options);
        _listener = new ConnectionListener<PublisherSession>(endpoints, context, connection => new PublisherSession(connection, _options));
    }

    /// <summary>Connections at the moment, those in the handshake included.</summary>
    public int ConnectionCount => _listener.Count;

    /// <summary>Binds the endpoints and begins to accept subscribers.</summary>
    /// <returns>The bound addresses, in the order of the endpoints.</returns>
    /// <exception cref="ZmqException">An endpoint cannot be bound; the message names it and the reason.</exception>
    public IReadOnlyList<IPEndPoint> Start() => _listener.Start();

    /// <summary>Publishes a message. From any thread; messages of one thread keep their order.</summary>
    /// <param name="frames">The frames, the topic first.</param>
    /// <returns>Subscribers that it was queued for.</returns>
    /// <exception cref="ArgumentException">No frame.</exception>
    public int Publish(params ReadOnlySpan<ReadOnlyMemory<byte>> frames)
    {
        lock (_publishing)
        {
            _listener.CopySessions(_sessions);
            OutboundMessage? message = null;
            var count = 0;
            if (frames.IsEmpty) throw new ArgumentException("a message needs at least one frame", nameof(frames));
            foreach (var session in _sessions)
            {
                if (!session.Wants(frames[0].Span)) continue;
                message ??= OutboundMessage.Encode(frames);
                if (Queue(session, message)) count++;
            }

            message?.Release();
            return count;
        }
    }

    /// <summary>Stops in good order: sends what is queued, then closes.</summary>
    /// <param name="deadline">Longest time for that.</param>
    /// <returns>Whether everything was sent in time.</returns>
    public Task<bool> StopAsync(TimeSpan deadline) =>
        Task.Factory.StartNew(() => Stop(deadline), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Stops at once; what is queued is not sent.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private bool Queue(PublisherSession session, OutboundMessage message)
    {
        var queued = _options.Policy == ZmqQueuePolicy.Wait
            ? session.Queue.TryAdd(message, Timeout.InfiniteTimeSpan, _options.TimeProvider, _stop.Token)
            : session.Queue.TryAdd(message);
        if (queued) return true;
        _options.Observer?.MessageDiscarded(session.Connection.Peer, ZmqDiscard.QueueFull);
        return false;
    }

    private bool Stop(TimeSpan deadline)
    {
        var since = _options.TimeProvider.GetTimestamp();
        _listener.StopAccepting();
        var sessions = new List<PublisherSession>();
        _listener.CopySessions(sessions);
        foreach (var session in sessions)
        {
            session.Connection.CloseUnlessReady();
            session.Queue.Complete();
        }

        while (_options.TimeProvider.GetElapsedTime(since) < deadline)
            if (_listener.WaitForEnd(DrainInterval)) return true;
        _listener.Dispose();
        return false;
    }
}
