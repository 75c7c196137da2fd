using System.Buffers;
using System.Threading.Channels;
using Catchment.Cameras.Events;
using Catchment.Protocols.MessagePack;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.News;

/// <summary>
/// Tells a pump that events start, end and are deleted, so that its clients need not ask again and again. A pump that is away or slow is
/// not waited for: it misses news, which are counted. A pump that does not know the command answers <c>Error</c>: that is as good.
/// </summary>
public sealed class PumpNews : IEventListener, IAsyncDisposable
{
    private const int MostWaiting = 1000;
    private const int MostPlaces = 1000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    // Of a node that starts, the watcher is there before the pump.
    private static readonly TimeSpan Startup = TimeSpan.FromSeconds(15);

    private readonly ZmqEndpoint _pump;
    private readonly WatcherMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly long _made;
    private readonly PeerTrouble _trouble;
    private readonly ZmqRequester _requester;
    private readonly Channel<Item> _queue;
    private readonly Lock _gate = new();
    private readonly Dictionary<EventKey, (string Node, string View)> _places = [];
    private readonly Queue<EventKey> _oldest = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _telling;

    /// <summary>Connects to the pump.</summary>
    /// <param name="pump">Its control port.</param>
    /// <param name="metrics">The watcher's numbers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told once for an episode of missed news.</param>
    public PumpNews(ZmqEndpoint pump, WatcherMetrics metrics, TimeProvider time, ILogger logger)
    {
        _pump = pump;
        _metrics = metrics;
        _time = time;
        _made = time.GetTimestamp();
        _trouble = new PeerTrouble("news for the pump", time, logger);
        _requester = new ZmqRequester(pump, new ZmqOptions { Limits = new ZmqLimits { MaxMessageBytes = 1 << 20 }, TimeProvider = time }); // Without a log: what matters is news that were missed.
        _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
        _requester.Start();
        _telling = Task.Factory.StartNew(Tell, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public void Started(EventKey key, string node, string view)
    {
        lock (_gate)
        {
            if (_places.TryAdd(key, (node, view)))
                _oldest.Enqueue(key);
            while (_oldest.Count > MostPlaces)
                _places.Remove(_oldest.Dequeue());
        }

        Put(key, "started");
    }

    /// <inheritdoc/>
    public void Changed(EventKey key)
    {
        // A pump reads its files anew with each request; it is told what appears and what goes.
    }

    /// <inheritdoc/>
    public void Ended(EventKey key) => Put(key, "ended");

    /// <inheritdoc/>
    public void Deleted(EventKey key) => Put(key, "deleted");

    /// <summary>Ends episodes; to be called about once a second.</summary>
    public void Check() => _trouble.Check();

    /// <summary>Stops; news that wait are dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        _requester.Dispose();
        await _telling;
        _stop.Dispose();
    }

    private void Put(EventKey key, string state)
    {
        (string Node, string View) place;
        lock (_gate)
            _places.TryGetValue(key, out place);
        if (!_queue.Writer.TryWrite(new Item(key, state, place.Node ?? "", place.View ?? "")))
            Miss("it is slower than the events");
    }

    private void Tell()
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (!_stop.IsCancellationRequested && Next() is { } item)
        {
            bytes.ResetWrittenCount();
            new MessagePackWriter(bytes).WriteMap(
                ("cmd", "Event"), ("date", EventNames.Text(item.Key.Day)), ("event", item.Key.Id), ("state", item.State), ("node", item.Node), ("view", item.View));
            var outcome = _requester.Request(bytes.WrittenMemory, Patience(), out var reply, _stop.Token);
            reply?.Dispose();
            if (outcome == ZmqRequestOutcome.Answered)
                _metrics.Sent();
            else if (outcome != ZmqRequestOutcome.Cancelled)
                Miss($"it does not answer ({outcome})");
        }
    }

    private TimeSpan Patience()
    {
        var left = Startup - _time.GetElapsedTime(_made);
        return _requester.IsConnected || left < Timeout ? Timeout : left;
    }

    private Item? Next()
    {
        try
        {
            return _queue.Reader.ReadAsync(_stop.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            return null;
        }
    }

    private void Miss(string why)
    {
        _metrics.Discarded(WatcherDiscard.PumpNews);
        _trouble.Tell(_pump.ToString(), why);
    }

    private sealed record Item(EventKey Key, string State, string Node, string View);
}
