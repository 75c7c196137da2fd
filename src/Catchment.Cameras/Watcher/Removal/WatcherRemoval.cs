using System.Text;
using Catchment.Cameras.Events;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Watcher.Removal;

/// <summary>Has events deleted by the running watcher, over its control port. Safe for many threads.</summary>
/// <remarks>Source: the camera specification, 10.5.</remarks>
public sealed class WatcherRemoval : IEventRemoval, IDisposable
{
    private readonly ZmqEndpoint _endpoint;
    private readonly TimeSpan _timeout;
    private readonly ZmqRequester _requester;
    private volatile bool _isSilent;

    /// <summary>Begins to connect.</summary>
    /// <param name="endpoint">The watcher's control port.</param>
    /// <param name="timeout">How long an answer is waited for.</param>
    public WatcherRemoval(ZmqEndpoint endpoint, TimeSpan timeout)
    {
        (_endpoint, _timeout) = (endpoint, timeout);
        _requester = new ZmqRequester(endpoint);
        _requester.Start();
    }

    /// <summary>How long an answer is waited for usually.</summary>
    public static TimeSpan UsualTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Where somebody on this machine reaches a watcher that listens there; null: its port is not known.</summary>
    public static ZmqEndpoint? Reach(IReadOnlyList<ZmqEndpoint> listen) => listen.FirstOrDefault(e => e.Port != 0) switch
    {
        { Host: "*" or "0.0.0.0" } any => new ZmqEndpoint("127.0.0.1", any.Port),
        { Host: "::" } any => new ZmqEndpoint("::1", any.Port),
        var endpoint => endpoint,
    };

    /// <inheritdoc/>
    public EventDeskAnswer Remove(EventKey key, CancellationToken cancellation)
    {
        if (!EventNames.IsId(key.Id))
            return new EventDeskAnswer(EventDeskOutcome.Unknown, $"'{key.Id}' is no event id.");

        // One that was away and is not back is not waited for again: a run over thousands of events would take hours to find out.
        cancellation.ThrowIfCancellationRequested();
        if (_isSilent && !_requester.IsConnected)
            return Unanswered(key);

        // Both are of ASCII and need no escaping: only allowed characters come here.
        var request = Encoding.ASCII.GetBytes($$"""{"cmd": "DelEvt", "date": "{{EventNames.Text(key.Day)}}", "event": "{{key.Id}}"}""");
        var outcome = _requester.Request(request, _timeout, out var reply, cancellation);
        cancellation.ThrowIfCancellationRequested();
        _isSilent = outcome != ZmqRequestOutcome.Answered;
        using (reply)
            return _isSilent ? Unanswered(key) : Read(key, reply!);
    }

    /// <summary>Disconnects.</summary>
    public void Dispose() => _requester.Dispose();

    private static EventDeskAnswer Read(EventKey key, ZmqMessage reply)
    {
        var word = reply[0];
        if (word.SequenceEqual("OK"u8))
            return new EventDeskAnswer(EventDeskOutcome.Done, $"The event {key} is being deleted.");
        return Failed(key, "The watcher refused; its log says why.");
    }

    private EventDeskAnswer Unanswered(EventKey key) =>
        Failed(key, $"No watcher answers at {_endpoint}. Start it with 'catchment up' or 'catchment run watcher', or look at its log.");

    private static EventDeskAnswer Failed(EventKey key, string why) => new(EventDeskOutcome.Failed, $"The event {key} was not deleted. {why}");
}
