using System.Net.Sockets;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Ipc;

/// <summary>
/// Tells one client of changes, on a thread of its own: it waits for a slow reader, and meanwhile the newest value of each key takes the place of older ones. Source:
/// <c>tags</c> 3.3.
/// </summary>
internal sealed partial class IpcEvents : IDisposable
{
    private const int StackBytes = 256 * 1024;

    private readonly IpcRoom _room;
    private readonly IpcOutput _output;
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly Dictionary<long, Watch> _watches = [];
    private readonly CancellationTokenSource _end = new();
    private long _last;
    private Thread? _thread;

    internal IpcEvents(IpcRoom room, IpcOutput output) => (_room, _output) = (room, output);

    /// <summary>How many subscriptions there are.</summary>
    internal int Count
    {
        get
        {
            lock (_watches)
                return _watches.Count;
        }
    }

    /// <summary>Begins to watch.</summary>
    /// <returns>The subscription's number.</returns>
    internal long Add(HashSet<string>? keys, HashSet<string>? prefixes, TimeSpan interval)
    {
        var subscription = keys is not null && prefixes is null
            ? _room.Store.Subscribe(keys, _news)
            : _room.Store.Subscribe(key => (keys is null && prefixes is null) || keys?.Contains(key) is true || prefixes?.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)) is true, _news);
        lock (_watches)
        {
            _watches.Add(++_last, new Watch(_last, subscription, interval, _room.Time, Wake));
            if (_thread is null)
            {
                _thread = new Thread(Run, StackBytes) { IsBackground = true, Name = "ipc events" };
                _thread.Start();
            }

            return _last;
        }
    }

    /// <summary>Ends a subscription.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool Remove(long number)
    {
        lock (_watches)
        {
            if (!_watches.Remove(number, out var watch))
                return false;
            watch.Dispose();
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        lock (_watches)
        {
            foreach (var watch in _watches.Values)
                watch.Dispose();
            _watches.Clear();
        }
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                _news.Wait(_end.Token);
                Watch[] due;
                lock (_watches)
                    due = [.. _watches.Values.Where(static watch => watch.IsDue())];
                foreach (var watch in due)
                    Tell(watch);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client is gone; its connection's own thread ends it.
        }
#pragma warning disable CA1031 // One client's events must not cost the process its life.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _room.Metrics.Errors.Add("request");
            LogFailed(_room.Logger, e);
        }
    }

    private void Tell(Watch watch)
    {
        var isMore = true;
        while (isMore)
        {
            // The gate is given back now and then: replies do not wait for a flood of events.
            lock (_output.Gate)
            {
                if (watch.IsEnded)
                    break;
                for (var i = 0; i < 64 && (isMore = watch.Changes.TryTake(out var point)); i++)
                {
                    if (point.IsRegistered)
                        Tell(watch.Number, point);
                }

                _output.Flush();
            }
        }

        _room.Metrics.Discarded.Add("conflated_change", watch.NewlyConflated());
    }

    private void Tell(long number, DataPoint point)
    {
        var json = _output.Json;
        json.Raw("{\"event\": \"change\", \"subscription\": "u8);
        json.Number(number);
        json.Raw(", \"key\": "u8);
        json.Text(point.Key);
        json.Raw(", "u8);
        IpcSession.WriteState(json, point.Read());
        json.Raw("}\n"u8);
    }

    private void Wake()
    {
        try
        {
            if (_news.CurrentCount == 0)
                _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // Awake already.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A client of the Unix socket is told of no more changes because one could not be told")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    /// <summary>One subscription.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly TimeSpan _interval;
        private readonly TimeProvider _time;
        private readonly ITimer? _timer;
        private long _told;
        private bool _hasTold;
        private long _conflated;

        internal Watch(long number, TagSubscription changes, TimeSpan interval, TimeProvider time, Action wake)
        {
            (Number, Changes, _interval, _time) = (number, changes, interval, time);
            _timer = interval > TimeSpan.Zero ? time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) : null;
        }

        internal long Number { get; }

        internal TagSubscription Changes { get; }

        /// <summary>The client wants no more: set and read under the output's gate, so that nothing follows the answer that says so.</summary>
        internal bool IsEnded { get; private set; }

        /// <summary>It may be told now; otherwise it wakes when it may.</summary>
        internal bool IsDue()
        {
            if (_timer is null)
                return true;
            if (Changes.Waiting == 0)
                return false;
            var since = _time.GetElapsedTime(_told);
            if (_hasTold && since < _interval)
            {
                _timer.Change(_interval - since, Timeout.InfiniteTimeSpan);
                return false;
            }

            (_told, _hasTold) = (_time.GetTimestamp(), true);
            return true;
        }

        internal long NewlyConflated()
        {
            var (before, now) = (_conflated, Changes.Conflated);
            _conflated = now;
            return now - before;
        }

        public void Dispose()
        {
            IsEnded = true;
            _timer?.Dispose();
            Changes.Dispose();
        }
    }
}
