using System.Collections.Concurrent;
using Catchment.Protocols.ZeroMq;

namespace Catchment.DataFeed;

/// <summary>
/// The requests of all callers, one after the other over one connection. A thread of its own waits for the pump, so that callers
/// wait without one: a hundred of them cost the thread pool nothing.
/// </summary>
internal sealed class RequestLine : IAsyncDisposable
{
    // The largest reply is a day's index: 76 bytes a row. A picture is far smaller.
    private const long MaxReplyBytes = 64L << 20;
    private const int MaxFrames = 8;

    private readonly ZmqEndpoint _pump;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly ZmqRequester _requester;
    private readonly BlockingCollection<PendingRequest> _waiting = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _closed;

    public RequestLine(ZmqEndpoint pump, TimeSpan timeout, TimeProvider clock)
    {
        _pump = pump;
        _timeout = timeout;
        _clock = clock;
        var limits = new ZmqLimits { MaxMessageBytes = MaxReplyBytes, MaxFrames = MaxFrames };
        _requester = new ZmqRequester(pump, new ZmqOptions { Limits = limits, TimeProvider = clock });
        _requester.Start();
        new Thread(Serve) { IsBackground = true, Name = $"DataFeed {pump}" }.Start();
    }

    /// <summary>Asks the pump. Dispose the reply.</summary>
    /// <exception cref="TimeoutException">No reply within the time, the wait for others included.</exception>
    /// <exception cref="DataFeedException">The connection broke.</exception>
    /// <exception cref="ObjectDisposedException">The feed is closed.</exception>
    public Task<ZmqMessage> Ask(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        var pending = new PendingRequest(request, _clock.GetTimestamp(), cancellation);
        try
        {
            _waiting.Add(pending, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw Closed();
        }

        return pending.Reply();
    }

    /// <summary>Ends what is under way and what waits; both fail as closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _waiting.CompleteAdding();
            _requester.Dispose();
        }

        await _ended.Task;
    }

    private void Serve()
    {
        foreach (var pending in _waiting.GetConsumingEnumerable())
        {
            try
            {
                if (pending.IsOpen) Exchange(pending);
            }
#pragma warning disable CA1031 // Whatever it is belongs to this caller; the thread serves the others on.
            catch (Exception e)
#pragma warning restore CA1031
            {
                pending.Fail(new DataFeedException($"cannot ask the pump {_pump}: {e.Message}", inner: e));
            }
        }

        _waiting.Dispose();
        _ended.SetResult();
    }

    private void Exchange(PendingRequest pending)
    {
        if (Volatile.Read(ref _closed) != 0)
        {
            pending.Fail(Closed());
            return;
        }

        var left = _timeout == Timeout.InfiniteTimeSpan ? _timeout : _timeout - _clock.GetElapsedTime(pending.Since);
        if (left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan)
        {
            pending.Fail(new TimeoutException($"the pump {_pump} did not get to the request within {_timeout.TotalSeconds:0.###} s"));
            return;
        }

        switch (_requester.Request(pending.Body, left, out var reply, pending.Cancellation))
        {
            case ZmqRequestOutcome.Answered:
                pending.Answer(reply!);
                break;
            case ZmqRequestOutcome.Unreachable:
                pending.Fail(new TimeoutException($"the pump {_pump} could not be reached within {_timeout.TotalSeconds:0.###} s"));
                break;
            case ZmqRequestOutcome.TimedOut:
                pending.Fail(new TimeoutException($"the pump {_pump} did not reply within {_timeout.TotalSeconds:0.###} s"));
                break;
            case ZmqRequestOutcome.ConnectionLost:
                pending.Fail(new DataFeedException($"the connection to the pump {_pump} broke before its reply was complete, or the reply was too large"));
                break;
            default:
                pending.Fail(pending.Cancellation.IsCancellationRequested ? new OperationCanceledException(pending.Cancellation) : Closed());
                break;
        }
    }

    private static ObjectDisposedException Closed() => new(nameof(DataFeed), "the feed was closed");
}
