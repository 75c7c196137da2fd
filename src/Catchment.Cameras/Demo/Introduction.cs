using System.Net;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Demo;

/// <summary>
/// Introduces a simulated peer to the watcher's control port, and does so again whenever the connection was lost: a watcher that
/// was started again may have forgotten it.
/// </summary>
/// <remarks>Source: the camera specification, 10.5.</remarks>
internal sealed class Introduction(ZmqEndpoint watcher, IReadOnlyList<byte[]> messages, NodeReach reach, DemoCounter counter, TimeProvider time) : IZmqObserver, IDisposable
{
    private static readonly TimeSpan ReplyPatience = TimeSpan.FromSeconds(5);

    private readonly ManualResetEventSlim _isDue = new(initialState: true);
    private bool _isAway;

    /// <summary>Runs until the token ends it.</summary>
    internal void Run(CancellationToken stopping)
    {
        using var requester = new ZmqRequester(watcher, new ZmqOptions { TimeProvider = time, Observer = this });
        requester.Start();
        try
        {
            while (true)
            {
                _isDue.Wait(stopping);
                _isDue.Reset();
                foreach (var message in messages)
                    Send(requester, message, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    /// <inheritdoc/>
    void IZmqObserver.Disconnected(IPEndPoint peer, ZmqCloseReason reason) => _isDue.Set();

    /// <inheritdoc/>
    public void Dispose() => _isDue.Dispose();

    private void Send(ZmqRequester requester, byte[] message, CancellationToken stopping)
    {
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            var outcome = requester.Request(message, ReplyPatience, out var reply, stopping);
            using (reply)
            {
                if (outcome == ZmqRequestOutcome.Answered)
                {
                    Take(reply!);
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

    private void Take(ZmqMessage reply)
    {
        if (_isAway)
        {
            _isAway = false;
            reach.Found();
        }

        if (reply.FrameCount == 1 && reply[0].SequenceEqual("OK"u8))
            return;
        counter.Refused();
        reach.Refused(reply.FrameCount == 0 ? [] : reply[0]);
    }
}
