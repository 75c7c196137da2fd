using System.Threading.Channels;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Polling;

/// <summary>
/// Gives values that clients write back to the polling service, where they are user tags: one request at a time, the newest value of each key, apart from the write
/// itself, which never waits. Tells the pull which keys it must leave alone. Source: <c>tags</c> 8.8.
/// </summary>
/// <param name="mode">Which keys.</param>
/// <param name="service">Where to.</param>
/// <param name="metrics">Its numbers.</param>
/// <param name="time">The clock of its log.</param>
/// <param name="logger">Told of failures, once per episode.</param>
public sealed partial class WriteBack(WriteBackMode mode, PollingService service, PollingMetrics metrics, TimeProvider time, ILogger logger) : ITagObserver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TagValue> _newest = new(StringComparer.Ordinal);
    private readonly Queue<string> _waiting = new();
    private readonly HashSet<string> _done = new(StringComparer.Ordinal); // since the present pull began
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly LogEpisode _failing = new(time);
    private string? _inFlight;
    private bool _isOutrun; // a newer value has come while one was in flight
    private IReadOnlySet<string>? _userTags;
    private bool _isPulling;

    /// <summary>Keys whose newest value waits or is under way.</summary>
    public int Pending
    {
        get
        {
            lock (_gate)
                return _newest.Count;
        }
    }

    /// <inheritdoc/>
    public void Written(DataPoint point, in PointState before, in PointState now, TagOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(point);
        // What was pulled, polled, copied or calculated has its source elsewhere; a BAD value is none that somebody wished.
        if (mode == WriteBackMode.Off || now.Quality == TagQuality.Bad || origin is not (TagOrigin.Http or TagOrigin.Ipc or TagOrigin.Modbus or TagOrigin.OpcUa or TagOrigin.Iec104 or TagOrigin.Snmp or TagOrigin.Mqtt))
            return;
        if (point.Key.Contains(':', StringComparison.Ordinal))
            return;
        lock (_gate)
        {
            if (mode == WriteBackMode.Auto && _userTags?.Contains(point.Key) == false)
                return;
            if (_newest.TryAdd(point.Key, now.Value))
            {
                _waiting.Enqueue(point.Key);
            }
            else
            {
                _newest[point.Key] = now.Value;
                if (point.Key == _inFlight && !_isOutrun)
                    _isOutrun = true;
                else
                    metrics.Supersede();
            }
        }

        _news.Writer.TryWrite(true);
    }

    /// <summary>Gives values back until it is asked to stop. What waits then is given up, and counted.</summary>
    /// <param name="store">The store whose writes it watches.</param>
    /// <param name="stopping">Ends it.</param>
    /// <returns>Ends without an exception when it was asked to stop.</returns>
    public async Task RunAsync(TagStore store, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(store);
        using var observation = store.Observe(this);
        try
        {
            while (true)
            {
                await _news.Reader.ReadAsync(stopping).ConfigureAwait(false);
                while (TryTake(out var key, out var value))
                    await SendAsync(key, value, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            lock (_gate)
            {
                metrics.Failed(PollingTrouble.WriteBack, _newest.Count);
                _newest.Clear();
                _waiting.Clear();
            }
        }
    }

    /// <summary>A pull begins: what was given back before is in its answer.</summary>
    internal void BeginPull()
    {
        lock (_gate)
        {
            _done.Clear();
            _isPulling = true;
        }
    }

    /// <summary>A pull has succeeded.</summary>
    /// <param name="userTags">The keys of all user tags.</param>
    internal void Know(IReadOnlySet<string> userTags)
    {
        lock (_gate)
            _userTags = userTags;
    }

    /// <summary>Whether the answer of the present pull may be older than what a client wrote.</summary>
    /// <param name="key">The key.</param>
    internal bool Guards(string key)
    {
        lock (_gate)
            return _newest.ContainsKey(key) || _done.Contains(key);
    }

    /// <summary>The value that waits to be given back, or is under way.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    internal bool TryGetPending(string key, out TagValue value)
    {
        lock (_gate)
            return _newest.TryGetValue(key, out value);
    }

    private bool TryTake(out string key, out TagValue value)
    {
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out key!))
            {
                value = default;
                return false;
            }

            (_inFlight, _isOutrun) = (key, false);
            value = _newest[key];
            return true;
        }
    }

    private async Task SendAsync(string key, TagValue value, CancellationToken stopping)
    {
        try
        {
            if (await service.UpdateUserTagAsync(key, value, stopping).ConfigureAwait(false))
                metrics.TookBack();
            else
                metrics.Failed(PollingTrouble.NoUserTag);
            if (_failing.End() is { } episode)
                LogWorks(logger, service.BaseUrl, episode.Count);
            Finish(key);
        }
        catch (PollingException e)
        {
            metrics.Failed(PollingTrouble.WriteBack);
            if (_failing.Occurs())
                LogFailed(logger, key, service.BaseUrl, e.Message);
            Finish(key);
        }
    }

    private void Finish(string key)
    {
        lock (_gate)
        {
            _inFlight = null;
            if (_isOutrun)
            {
                _waiting.Enqueue(key); // its turn is behind the others
                return;
            }

            _newest.Remove(key);
            if (_isPulling)
                _done.Add(key);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The value of {Key} could not be given back to the polling service at {Url}: {Why}. Further ones are counted.")]
    private static partial void LogFailed(ILogger logger, string key, Uri url, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The polling service at {Url} takes values again; {Count} could not be given back")]
    private static partial void LogWorks(ILogger logger, Uri url, long count);
}
