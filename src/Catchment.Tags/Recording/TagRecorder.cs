using System.Threading.Channels;
using Catchment.Core.Diagnostics;
using Catchment.Core.Recording;
using Catchment.Tags.Store;
using Catchment.Tags.Sync.Rules;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Recording;

/// <summary>
/// Records the changes of chosen points beside the instrument's telemetry. Each point is a device of its own there; its messages have <c>key</c>, <c>value</c>,
/// <c>quality</c> and, where it has one, <c>units</c>. While the telemetry takes no more, the newest value of each point waits, and what it replaces is counted.
/// </summary>
/// <param name="store">Where the points are.</param>
/// <param name="sink">Where records go.</param>
/// <param name="rules">Which points, and what of them.</param>
/// <param name="metrics">Its numbers.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of values that are lost, once per episode.</param>
public sealed partial class TagRecorder(TagStore store, ITelemetrySink sink, IReadOnlyList<RecordRule> rules, RecordMetrics metrics, TimeProvider time, ILogger logger)
{
    /// <summary>What stands in front of a key in the name of its device.</summary>
    public const string DevicePrefix = "tag:";

    /// <summary>The event code of its rows.</summary>
    public const string EventCode = "tag_value";

    /// <summary>Records that may wait to be stored.</summary>
    internal const int MostUnderWay = 1024;

    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<int, RecordedTag> _tags = [];
    private readonly PriorityQueue<RecordedTag, DateTimeOffset> _held = new();
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly LogEpisode _losing = new(time);
    private int _underWay;
    private long _conflated;

    /// <summary>Records until it is asked to stop, and then waits a moment for what is under way.</summary>
    /// <param name="stopping">Ends it.</param>
    /// <returns>Ends without an exception when it was asked to stop.</returns>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var changes = store.Subscribe(key => RuleOf(key) is not null);
        using var due = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var last = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var watching = WatchAsync(changes, stopping);
        try
        {
            while (true)
            {
                await _news.Reader.ReadAsync(stopping).ConfigureAwait(false);
                Take(changes, last.Token);
                if (_held.TryPeek(out _, out var next) && HasRoom)
                    due.Change(next > time.GetUtcNow() ? next - time.GetUtcNow() : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Take(changes, last.Token);
            last.CancelAfter(LastPatience);
            while (Volatile.Read(ref _underWay) > 0)
                await _news.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await watching.ConfigureAwait(false);
    }

    private bool HasRoom => Volatile.Read(ref _underWay) < MostUnderWay;

    private void Wake() => _news.Writer.TryWrite(true);

    private async Task WatchAsync(TagSubscription changes, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await changes.WaitAsync(stopping).ConfigureAwait(false);
                Wake();
            }
        }
        catch (OperationCanceledException)
        {
            // It was asked to stop.
        }
    }

    private RecordRule? RuleOf(string key)
    {
        foreach (var rule in rules)
        {
            if (Glob.IsMatch(rule.Pattern, key))
                return rule;
        }

        return null;
    }

    /// <summary>Records what there is, as far as there is room: what has waited long enough, then what has changed.</summary>
    private void Take(TagSubscription changes, CancellationToken last)
    {
        while (HasRoom && _held.TryPeek(out var held, out var at) && at <= time.GetUtcNow())
        {
            _held.Dequeue();
            held.IsHeld = false;
            Consider(held, last);
        }

        while (HasRoom && changes.TryTake(out var point))
        {
            if (Find(point) is { } tag)
                Consider(tag, last);
        }

        metrics.Supersede(changes.Conflated - _conflated);
        _conflated = changes.Conflated;
    }

    private RecordedTag? Find(DataPoint point)
    {
        if (!point.IsRegistered)
        {
            _tags.Remove(point.Ordinal);
            return null;
        }

        if (!_tags.TryGetValue(point.Ordinal, out var tag) && RuleOf(point.Key) is { } rule)
            _tags[point.Ordinal] = tag = new RecordedTag(point, rule);
        return tag;
    }

    private void Consider(RecordedTag tag, CancellationToken last)
    {
        var state = tag.Point.Read();
        // What nobody wrote is no value of anything.
        if (!tag.Point.IsWritten || tag.IsHeld || !tag.IsNews(state))
            return;
        if (tag.Wait(time) is { Ticks: > 0 } wait)
        {
            tag.IsHeld = true;
            _held.Enqueue(tag, time.GetUtcNow() + wait);
            return;
        }

        Interlocked.Increment(ref _underWay);
        _ = StoreAsync(tag.Record(state, time), last);
    }

    private async Task StoreAsync(TelemetryRecord record, CancellationToken last)
    {
        try
        {
            await sink.RecordAsync(record, last).ConfigureAwait(false);
            metrics.Record();
            if (_losing.End() is { } episode)
                LogStores(logger, episode.Count);
        }
#pragma warning disable CA1031 // Whatever the reason, the value is lost, and that is counted and told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            metrics.Lose();
            if (_losing.Occurs())
                LogLost(logger, record.Device, e.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
            Wake();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A value of {Device} was not recorded: {Why} Further ones are counted.")]
    private static partial void LogLost(ILogger logger, string device, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Values are recorded again; {Count} were not")]
    private static partial void LogStores(ILogger logger, long count);
}
