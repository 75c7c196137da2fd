using System.Text;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Demo;

/// <summary>A camera node: one REQ connection, one request under way, and nothing is skipped: what was not answered is sent again.</summary>
internal sealed class SimulatedNode(NodeScript script, Pace pace, CameraDemoOptions options, DemoCounter counter, NodeReach reach, NodeJournal? journal, TimeProvider time)
{
    /// <summary>A hub that is connected answers within a second; one that takes so long has lost the request.</summary>
    private static readonly TimeSpan ReplyPatience = TimeSpan.FromSeconds(10);

    /// <summary>At the end a request that is under way gets this long for its reply.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);

    private bool _isAway;

    /// <summary>Sends until the token ends it.</summary>
    internal void Run(CancellationToken stopping)
    {
        using var requester = new ZmqRequester(options.Endpoint, new ZmqOptions { TimeProvider = time });
        using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        requester.Start();
        using var registration = stopping.Register(() =>
        {
            if (requester.IsConnected)
                cut.CancelAfter(Drain);
            else
                cut.Cancel();
        });
        try
        {
            foreach (var message in script.Messages())
            {
                if (message.IsFrame)
                    pace.Wait(stopping);
                Send(requester, journal?.Begin(message) ?? message, stopping, cut.Token);
            }
        }
        catch (OperationCanceledException)
        {
            journal?.End(null); // The last one may have arrived.
        }
    }

    private void Send(ZmqRequester requester, DemoMessage message, CancellationToken stopping, CancellationToken cut)
    {
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            var patience = requester.IsConnected ? ReplyPatience : options.ConnectPatience;
            journal?.Try();
            var outcome = requester.Request([message.Header, message.Picture], patience, out var reply, cut);
            if (outcome != ZmqRequestOutcome.Unreachable)
                journal?.Sent();
            using (reply)
            {
                if (outcome == ZmqRequestOutcome.Answered)
                {
                    Count(reply!, message);
                    return;
                }
            }

            if (outcome != ZmqRequestOutcome.Cancelled && !_isAway)
            {
                _isAway = true;
                reach.Lost();
            }
        }
    }

    private void Count(ZmqMessage reply, DemoMessage message)
    {
        journal?.End(reply.FrameCount == 0 ? "" : Encoding.UTF8.GetString(reply[0]));
        if (_isAway)
        {
            _isAway = false;
            reach.Found();
        }

        if (reply.FrameCount == 1 && reply[0].SequenceEqual("OK"u8))
        {
            counter.Sent(message.Header.Length + message.Picture.Length);
            return;
        }

        counter.Refused();
        reach.Refused(reply.FrameCount == 0 ? [] : reply[0]);
    }
}
