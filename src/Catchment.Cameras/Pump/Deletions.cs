using Catchment.Cameras.Events;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Pump;

/// <summary>
/// Hands deletions to the watcher, unless the event is locked. A watcher that is silent costs those who delete their time-out, and nobody
/// else anything: who waits for a turn waits within the same time-out.
/// </summary>
/// <remarks>Source: the camera specification, 6.8.</remarks>
internal sealed class Deletions : IDisposable
{
    private const int LongestReply = 64;

    private readonly IEventLocks _locks;
    private readonly PumpMetrics _metrics;
    private readonly PumpTroubles _troubles;
    private readonly ZmqEndpoint _watcher;
    private readonly TimeSpan _timeout;
    private readonly ZmqRequester _requester;
    private readonly CancellationTokenSource _stopping = new();
    private int _started;

    internal Deletions(IEventLocks locks, ZmqEndpoint watcher, TimeSpan timeout, PumpMetrics metrics, PumpTroubles troubles, ZmqOptions options)
    {
        _locks = locks;
        _metrics = metrics;
        _troubles = troubles;
        _watcher = watcher;
        _timeout = timeout;
        _requester = new ZmqRequester(watcher, options);
    }

    /// <summary>Deletes an event.</summary>
    /// <param name="key">The event; checked.</param>
    /// <returns>The reply.</returns>
    internal byte[] Delete(EventKey key)
    {
        try
        {
            if (_locks.IsLocked(key))
            {
                _metrics.Refused(PumpRefusal.Locked);
                return PumpReplies.Locked.ToArray();
            }

        }
        catch (IOException e)
        {
            _troubles.Occurs(PumpRefusal.Locks, $"nothing can be deleted: {e.Message}");
            return PumpReplies.Error.ToArray();
        }

        return Forward(key);
    }

    /// <summary>Ends the waiting of those who delete.</summary>
    internal void Stop() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _requester.Dispose();
        _stopping.Dispose();
    }

    private byte[] Forward(EventKey key)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
            _requester.Start(); // Who never deletes has no connection to the watcher.
        // The parts are checked: letters, digits and dashes. No character needs an escape.
        var request = System.Text.Encoding.ASCII.GetBytes($"{{\"cmd\": \"DelEvt\", \"date\": \"{EventNames.Text(key.Day)}\", \"event\": \"{key.Id}\"}}");
        var outcome = _requester.Request(request, _timeout, out var reply, _stopping.Token);
        if (outcome == ZmqRequestOutcome.Cancelled) // The pump stops; nothing is wrong with the watcher.
            return PumpReplies.Error.ToArray();
        if (outcome != ZmqRequestOutcome.Answered || reply is null)
        {
            _troubles.Occurs(PumpRefusal.Watcher, $"the watcher at {_watcher} does not take deletions ({outcome}); they are answered Error. Start it, or correct pump.camwatcher");
            return PumpReplies.Error.ToArray();
        }

        using (reply)
        {
            _troubles.Over(PumpRefusal.Watcher);
            return reply[0].Length <= LongestReply ? reply[0].ToArray() : PumpReplies.Error.ToArray();
        }
    }
}
