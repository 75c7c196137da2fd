using Catchment.Core.Diagnostics;
using Catchment.Tags.Sync.Keys;
using Catchment.Tags.Sync.Polling;
using Catchment.Tags.Sync.Rules;
using Catchment.Tags.Sync.Statistics;
using Catchment.Tags.Sync.Writing;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Sync.Cycle;

/// <summary>The sync's work: read, choose, write, wait, again and again. Source: <c>tags</c> 8.3.</summary>
internal sealed partial class SyncEngine : IAsyncDisposable
{
    private const int CyclesOfSummary = 60;
    private const int ErrorsOfSummary = 5;

    /// <summary>The wait after what was no document, or after an error that nobody foresaw.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(5);

    /// <summary>How long the present cycle may take to end once the sync is to stop.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(4);

    private readonly SyncSettings _settings;
    private readonly SyncTally _tally;
    private readonly ISyncCondition _condition;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly PollingClient _polling;
    private readonly PolledDocument _document;
    private readonly ITagWriter _writer;
    private readonly TagSelection _selection;
    private readonly SyncDelivery _delivery;
    private readonly List<PendingWrite> _pending = [];
    private long _summarised;
    private int _failures;

    /// <summary>Makes the sync; nothing is opened yet but the file of rules.</summary>
    /// <exception cref="RuleFileException">The rules cannot be used.</exception>
    internal SyncEngine(SyncSettings settings, SyncTally tally, ISyncCondition condition, ILogger logger, TimeProvider time, ITagWriter? writer = null)
    {
        (_settings, _tally, _condition, _logger, _time) = (settings, tally, condition, logger, time);
        var rules = new SyncRules(settings.Include, settings.Exclude, settings.Deadband, settings.Rules is { } file ? RuleFile.Load(file) : []);
        var keys = KeyFormat.Parse(settings.KeyFormat, settings.PreferTagId);
        _polling = new PollingClient(settings.PollingUrl, settings.PollingTimeout, time);
        _document = new PolledDocument(settings.Statuses, settings.MaxTags);
        _writer = writer ?? new IpcTagWriter(settings.SocketPath, time, singles: settings.BulkSize == 1);
        _selection = new TagSelection(keys, rules, settings.BadStatusPolicy, settings.Refresh, tally, time);
        _delivery = new SyncDelivery(_writer, settings, tally, condition, time);
    }

    /// <summary>Works until it is to stop.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        using var hard = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        await using var registration = stopping.Register(() => hard.CancelAfter(StopLimit));
        Open();
        _tally.IsRunning = true;
        _summarised = _time.GetTimestamp();
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var began = _time.GetTimestamp();
                var wait = await CycleAsync(began, stopping, hard.Token);
                Summarise();
                await Task.Delay(wait, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            _tally.IsRunning = false;
        }
    }

    /// <summary>Opens the buffer.</summary>
    /// <exception cref="Core.Hosting.StateFolderException">Another process has it.</exception>
    internal void Open() => _delivery.Open();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _delivery.Dispose();
        _polling.Dispose();
        await _writer.DisposeAsync();
    }

    /// <summary>One cycle.</summary>
    /// <returns>How long to wait for the next.</returns>
    internal async Task<TimeSpan> CycleAsync(long began, CancellationToken stopping, CancellationToken hard)
    {
        try
        {
            if (await FetchAsync(stopping) is { } wait)
            {
                // Nothing new is to be had, but what waits can go.
                _pending.Clear();
                await _delivery.DeliverAsync(_pending, _selection.Tags, hard);
                return wait;
            }

            _pending.Clear();
            _selection.Choose(_document, _pending);
            var isGood = await _delivery.DeliverAsync(_pending, _selection.Tags, hard);
            _tally.Ended(_time.GetElapsedTime(began), isGood);
            if (_tally.TotalSyncs % CyclesOfSummary == 0)
                LogSummary(_tally.TotalSyncs, _pending.Count, _document.Count);
            else
                LogCycle(_tally.TotalSyncs, _pending.Count, _document.Count);
            return Later(_settings.Interval - _time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
#pragma warning disable CA1031 // One cycle must not end the sync: the original waits and goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _tally.Tell($"Error in a cycle: {e.Message}");
            LogCycleFailed(e);
            return LongWait;
        }
    }

    /// <summary>Reads the document.</summary>
    /// <returns>How long to wait when there is nothing to do; null: there is.</returns>
    private async Task<TimeSpan?> FetchAsync(CancellationToken stopping)
    {
        try
        {
            if (await _polling.FetchAsync(stopping) is { } body)
            {
                _document.Read(body);
                _tally.Read(_document.Count, _document.Beyond, body.Length);
            }

            _failures = 0;
            _condition.Recover("polling");
            return _document.Count == 0 ? _settings.Interval : null;
        }
        catch (PolledDocumentException e)
        {
            _polling.Forget();
            Trouble($"The answer of the polling service at {_settings.PollingUrl} is {e.Message}. Is that its address (--polling-url, sync.polling_url)?", e.Message);
            return e.IsJson ? LongWait : _settings.Interval;
        }
        catch (PollingException e)
        {
            var what = e.IsReached ? "gives no polled values" : "cannot be reached";
            Trouble($"The polling service at {_settings.PollingUrl} {what}: {e.Message}. Is it running, and is that its address (--polling-url, sync.polling_url)?", e.Message);
            return Later(TimeSpan.FromTicks(Math.Min(LongWait.Ticks, _settings.Interval.Ticks << Math.Min(_failures++, 10))), _settings.Interval);
        }
    }

    private void Trouble(string reason, string why)
    {
        _tally.PollingFailed();
        if (_failures == 0)
            _tally.Tell($"Error reading polled values: {why}");
        _condition.Degrade("polling", reason);
    }

    private static TimeSpan Later(TimeSpan wait, TimeSpan least = default) => wait > least ? wait : least;

    private void Summarise()
    {
        if (_settings.StatsInterval is not { } interval || _time.GetElapsedTime(_summarised) < interval)
            return;
        _summarised = _time.GetTimestamp();
        var stats = _tally.Snapshot();
        var last = Local(stats.LastSyncTime);
        LogStats(stats.TotalSyncs, stats.SuccessfulWrites, stats.FailedWrites, stats.Running, last, stats.Buffered);
        foreach (var error in stats.Errors.TakeLast(ErrorsOfSummary))
        {
            var (when, text) = (Local(error.Time), LogText.OneLine(error.Message));
            LogRecent(when, text);
        }
    }

    private string Local(double? seconds) => seconds is { } time
        ? TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddSeconds(time), _time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss")
        : "never";

    [LoggerMessage(Level = LogLevel.Information, Message = "Sync cycle {Cycle}: {Written} of {Tags} tags were to be written")]
    private partial void LogSummary(long cycle, int written, int tags);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Sync cycle {Cycle}: {Written} of {Tags} tags were to be written")]
    private partial void LogCycle(long cycle, int written, int tags);

    [LoggerMessage(Level = LogLevel.Information, Message = "Statistics: total syncs {TotalSyncs}, successful writes {Successful}, failed writes {Failed}, running {Running}, last sync {LastSync}, waiting {Waiting}")]
    private partial void LogStats(long totalSyncs, long successful, long failed, bool running, string lastSync, int waiting);

    [LoggerMessage(Level = LogLevel.Information, Message = "Recent error {Time}: {Text}")]
    private partial void LogRecent(string time, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "A sync cycle failed; the next one follows in 5 s")]
    private partial void LogCycleFailed(Exception exception);
}
