using System.Text;
using System.Threading.Channels;
using Catchment.Cameras.Watcher.Journal;
using Catchment.Core.Storage;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>
/// Tasks and alerts on their way to one sentinel. They wait in a journal, over restarts too, until the sentinel has answered; a silent one
/// holds up nobody but itself. A sentinel that worked on a request without answering in time gets it twice.
/// </summary>
/// <remarks>Source: the camera specification, 10.6; defects 27 and 39.</remarks>
internal sealed class SentinelOutbox : IDisposable
{
    /// <summary>The most that waits; beyond it the oldest alert is dropped, or the oldest task when there is no alert.</summary>
    internal const int MostWaiting = 10_000;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly WatcherRoom _room;
    private readonly string _trouble;
    private readonly WorkJournal _journal;
    private readonly ZmqRequester _requester;
    private readonly PeerTrouble _dropped;
    private readonly PeerTrouble _refused;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Opens the journal; <see cref="RunAsync"/> sends.</summary>
    /// <exception cref="IOException">The journal cannot be opened.</exception>
    internal SentinelOutbox(SentinelAgent agent, WatcherRoom room)
    {
        Agent = agent;
        _room = room;
        _trouble = $"sentinel.{agent.Name}";
        _journal = WorkJournal.Open(room.State, $"sentinel-{agent.Name}.log", Durability.Written);
        var context = room.Context;
        _dropped = new PeerTrouble("tasks that had waited too long", context.Time, context.Logger);
        _refused = new PeerTrouble("answers to tasks and alerts", context.Time, context.Logger);
        _requester = new ZmqRequester(ZmqEndpoint.Parse(agent.Requests), new ZmqOptions
        {
            Limits = new ZmqLimits { MaxMessageBytes = 1 << 20 },
            TimeProvider = context.Time,
            Logger = context.Logger,
            Observer = room.Metrics,
        });
    }

    /// <summary>Whom it is for.</summary>
    internal SentinelAgent Agent { get; }

    /// <summary>How much waits.</summary>
    internal int Count => _journal.Count;

    /// <summary>Puts a message in. Never throws, waits for nobody.</summary>
    internal void Post(string message)
    {
        while (_journal.Count >= MostWaiting && (_journal.Oldest(i => SentinelMessages.IsAlert(i.Text)) ?? _journal.Oldest()) is { } oldest)
        {
            End(oldest);
            _room.Metrics.Discarded(WatcherDiscard.SentinelQueue);
            _dropped.Tell(Agent.Requests, $"more than {MostWaiting} wait for {Agent.Name}; the oldest are dropped");
        }

        try
        {
            _journal.Add(message);
        }
        catch (IOException)
        {
            // The task is worth more than its note: only a restart before it is sent loses it.
            _room.Metrics.Failed(WatcherError.State);
            _journal.AddUnwritten(message);
        }

        _wake.Writer.TryWrite(true);
    }

    /// <summary>Sends what is put in, in order, until it is asked to stop.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        _requester.Start();
        var pause = ShortestPause;
        try
        {
            while (true)
            {
                if (_journal.Count == 0)
                    await _wake.Reader.ReadAsync(stopping);

                // On a thread of its own: the pool's threads have better to do than to wait for a sentinel.
                var answered = await Task.Factory.StartNew(() => SendAll(stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                stopping.ThrowIfCancellationRequested();
                pause = answered > 0 ? ShortestPause : pause;
                if (_journal.Count == 0)
                    continue;
                await Task.Delay(pause, _room.Context.Time, stopping);
                pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop; the journal keeps what is left.
        }
    }

    /// <summary>Ends episodes; to be called about once a second.</summary>
    internal void Check()
    {
        _dropped.Check();
        _refused.Check();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _requester.Dispose();
        _journal.Dispose();
    }

    /// <summary>Sends what waits until one message is not answered.</summary>
    /// <returns>How many were answered.</returns>
    private int SendAll(CancellationToken stopping)
    {
        var answered = 0;
        while (!stopping.IsCancellationRequested && _journal.Oldest() is { } item && Send(item, stopping))
            answered++;
        return answered;
    }

    private bool Send(WorkItem item, CancellationToken stopping)
    {
        var (outcome, answer) = Ask(item, stopping);
        if (stopping.IsCancellationRequested && outcome != ZmqRequestOutcome.Answered)
            return false;
        if (outcome != ZmqRequestOutcome.Answered)
        {
            _room.Metrics.Failed(WatcherError.SentinelSilent);
            _room.Context.Degrade(_trouble, $"The sentinel {Agent.Name} at {Agent.Requests} does not answer ({outcome}); {_journal.Count} tasks and alerts wait for it");
            return false;
        }

        End(item);
        _room.Metrics.Sent();
        _room.Metrics.TaskAnswered();
        _room.Context.Recover(_trouble);
        if (answer == "Error" || (SentinelMessages.IsAlert(item.Text) && answer != "OK"))
        {
            _room.Metrics.Failed(WatcherError.SentinelRefused);
            _refused.Tell(Agent.Requests, $"'{answer}' for {item.Text}");
        }

        return true;
    }

    private (ZmqRequestOutcome Outcome, string Answer) Ask(WorkItem item, CancellationToken stopping)
    {
        var outcome = _requester.Request(Encoding.ASCII.GetBytes(item.Text), _room.Settings.Options.SentinelTimeout, out var reply, stopping);
        using (reply)
            return (outcome, reply is { FrameCount: > 0 } ? Encoding.Latin1.GetString(reply[0][..Math.Min(reply[0].Length, 64)]) : "");
    }

    private void End(WorkItem item)
    {
        try
        {
            _journal.End(item);
        }
        catch (IOException)
        {
            _room.Metrics.Failed(WatcherError.State); // A restart sends it again: no harm.
        }
    }
}
