using Catchment.Core.Hosting;
using Catchment.Files.Notifications;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Ingester;

/// <summary>
/// One run of the ingester. All that is said to the database is said on one thread, which hands claims to the pool's threads, takes
/// their results and has the next claims ready before they have ended. Source: <c>files</c> 5.2, 5.7.
/// </summary>
internal sealed partial class IngestRun : IDisposable
{
    private const int UntriedAtOnce = 1_000;
    private const int MostResults = 200;
    private const int RefreshShare = 20;

    private static readonly TimeSpan ResultsWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WideRefreshEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CutLimit = TimeSpan.FromSeconds(2);

    // Without a pause the search for nothing would take a whole core.
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(50);

    private readonly IngesterSettings _settings;
    private readonly FilesDatabase _database;
    private readonly string _place;
    private readonly FileCheck _check;
    private readonly AttemptPool _pool;
    private readonly IngesterMetrics _metrics;
    private readonly IServiceContext _context;
    private readonly ILogger _logger;
    private readonly DatabasePatience _patience;
    private readonly IngestPace _pace;
    private readonly IngestTally _tally;
    private readonly FileStatus[] _statuses;
    private readonly bool _pausesAlways;
    private readonly Queue<Claim> _ready = new();
    private readonly List<Claim> _untouched = [];
    private readonly List<AttemptResult> _results = [];
    private readonly AutoResetEvent _wake;
    private IngesterTables _tables;
    private Due _search;
    private Due _refresh;
    private Due _wideRefresh;
    private Due _write;
    private bool _isExhausted;
    private bool _hasLookedWide;
    private string? _failure;

    /// <summary>Makes a run whose pool has started.</summary>
    public IngestRun(
        IngesterSettings settings, FilesDatabase database, IngesterTables tables, string place, FileCheck check, AttemptPool pool, AutoResetEvent wake,
        IngesterMetrics metrics, IServiceContext context, ILogger logger, ResultNews? news)
    {
        (_settings, _database, _tables, _place, _check, _pool, _wake, _metrics, _context) = (settings, database, tables, place, check, pool, wake, metrics, context);
        _logger = logger;
        _patience = new DatabasePatience(context, metrics, logger);
        _pace = new IngestPace(settings.Threads);
        _tally = new IngestTally(metrics, logger, news);
        _statuses = [settings.Status, .. settings.Also];

        // A file that gets the status it was chosen by would be taken again at once, for ever.
        _pausesAlways = settings.PausesBetweenBatches
            || (settings.IsDaemon && _statuses.Any(s => s is FileStatus.Failure or FileStatus.Ignored or FileStatus.Invalid or FileStatus.Unknown));
        _renew.Set(context.Time, RenewEvery);
    }

    private TimeProvider Time => _context.Time;

    private bool HasWork => _ready.Count > 0 || _untouched.Count > 0 || _results.Count > 0 || _pool.Unfinished > 0;

    /// <summary>Works until nothing is left, or until it is asked to stop.</summary>
    /// <exception cref="IngesterException">It could not go on; its claims are decided.</exception>
    public IngestOutcome Work(CancellationToken stopping)
    {
        using var registration = stopping.Register(() => _wake.Set());
        using var timer = Time.CreateTimer(_ => _wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (!stopping.IsCancellationRequested && _pool.Fault is null)
        {
            KeepPlace(stopping);
            if (!HasWork && !_settings.IsDaemon && !_pausesAlways)
                _search = default; // It ends as soon as nothing is left.
            Search(stopping);
            HandOver();
            GiveBack(); // Before results: of a file that was taken again meanwhile, what it was taken for stays open.
            Collect();
            Write(isLate: false);
            if (!HasWork && (_isExhausted || _failure is not null) && !_settings.IsDaemon)
                break;
            if (!_settings.IsDaemon && _patience.AwayFor > Silence)
            {
                _failure ??= $"The database stayed away: {_patience.Error!.Message}";
                break;
            }

            LookAgainAtHeld();
            Wait(timer);
        }

        Drain(timer);
        return _pool.Fault is { } fault
            ? throw new IngesterException(fault.Message, fault)
            : new IngestOutcome(_tally.Counts, _failure);
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    private void Wait(ITimer timer)
    {
        var wait = _renew.Left(Time);
        if (MaySearch)
            wait = Shortest(wait, _search.Left(Time)); // Otherwise the end of an attempt is what it waits for.
        if (_results.Count > 0)
            wait = Shortest(wait, _write.Left(Time));
        if (_held.Count > 0)
            wait = Shortest(wait, _lookAgain.Left(Time));
        if (_patience.Left > TimeSpan.Zero)
            wait = _patience.Left; // Whatever else is due needs the database.
        else if (CanSearch || CanHandOver)
            return;
        if (wait <= TimeSpan.Zero)
            return;
        timer.Change(wait, Timeout.InfiniteTimeSpan);
        _wake.WaitOne();
    }

    private static TimeSpan Shortest(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private bool MaySearch => _failure is null && !_isExhausted && _ready.Count < _pace.Most && _held.Count < MostHeld && !(_pausesAlways && HasWork);

    private bool CanSearch => MaySearch && _search.Has(Time);

    private void Search(CancellationToken stopping)
    {
        if (!CanSearch)
            return;
        if (_isStorageGone && !_check.HasStorage)
        {
            _search.Set(Time, _settings.Pause > RefreshEvery ? _settings.Pause : RefreshEvery); // Nothing is taken that would only be given back.
            return;
        }

        IReadOnlyList<Claim> claims = [];
        var isDone = _patience.Try(() =>
        {
            try
            {
                claims = Take(stopping);
            }
            catch (OperationCanceledException)
            {
                // Asked to stop while the tables were read.
            }
        });
        if (!isDone)
        {
            _mayHaveLost = true;
            // D33: a search that failed is not one that found nothing.
            if (!_settings.IsDaemon && _patience.Error is { } error)
                _failure ??= $"The search for files failed: {error.Message}";
            return;
        }

        _metrics.Taken(claims);
        foreach (var claim in claims)
            Check(claim);
        if (claims.Count == 0)
            FoundNothing();
        else if (_pausesAlways)
            _search.Set(Time, _settings.Pause);
    }

    private void FoundNothing()
    {
        LogNoWork(_logger);
        _search.Set(Time, _settings.Pause > LeastPause ? _settings.Pause : LeastPause);
        if (_settings.IsDaemon || HasWork)
            return;

        // What a person wrote in another zone is looked for once more before the run ends.
        _isExhausted = _hasLookedWide;
        if (!_hasLookedWide)
            (_wideRefresh, _search) = (default, default);
    }

    private IReadOnlyList<Claim> Take(CancellationToken stopping)
    {
        if (_wideRefresh.Has(Time) || _refresh.Has(Time))
        {
            var isWide = _wideRefresh.Has(Time);
            var began = Time.GetTimestamp();
            _tables.Refresh(isWide, stopping);

            // Under load it reads what this ingester has written itself: a small share of the time only.
            var took = Time.GetElapsedTime(began) * RefreshShare;
            _refresh.Set(Time, took > RefreshEvery ? took : RefreshEvery);
            if (isWide)
                _wideRefresh.Set(Time, Shortest(took > RefreshEvery ? took : RefreshEvery, WideRefreshEvery));
            _hasLookedWide = isWide && !HasWork;
        }

        var claims = _tables.Take(_statuses, _settings.BatchSize, isOnce: !_settings.IsDaemon);
        if (!_statuses.Contains(FileStatus.Untried))
            return claims;
        var added = UntriedAtOnce; // A whole portion says that there are more, though others may have tried all of this one.
        while (claims.Count < _settings.BatchSize && added == UntriedAtOnce && !stopping.IsCancellationRequested)
        {
            added = _tables.AddUntried(UntriedAtOnce);
            if (added > 0)
                claims = [.. claims, .. _tables.Take(_statuses, _settings.BatchSize - claims.Count, isOnce: !_settings.IsDaemon)];
        }

        return claims;
    }

    // Several at a time: each note of what begins is a commit.
    private bool CanHandOver => _ready.Count > 0 && _pool.Unfinished <= _pace.Most - Math.Min(_ready.Count, Math.Max(1, _pace.Most / 2));

    private void HandOver()
    {
        if (!CanHandOver)
            return;
        Claim[] next = [.. _ready.Take(_pace.Most - _pool.Unfinished)];
        _patience.Try(() =>
        {
            var own = _tables.Begin([.. next.Select(c => c.File.Id)]);
            foreach (var claim in next)
            {
                _ready.Dequeue();
                if (own.Contains(claim.File.Id))
                    _pool.Add(claim);
                else
                    _metrics.GivenBack(1);
            }
        });
    }
}
