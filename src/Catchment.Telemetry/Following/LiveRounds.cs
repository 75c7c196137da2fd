using System.Data.Common;
using Catchment.Core.Databases;

namespace Catchment.Telemetry.Following;

/// <summary>
/// The rounds of the live process, one after another in one thread: read, write, pause. A round that is full, or has more behind it, is followed by the next at
/// once; otherwise what comes during the pause makes the next one. Source: <c>telemetry</c> 11.5, D14.
/// </summary>
internal sealed class LiveRounds : IDisposable
{
    private const int MostFiles = 2000;

    private static readonly TimeSpan MostFilesPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan InventoryEvery = TimeSpan.FromMinutes(1);

    private readonly LiveSettings _settings;
    private readonly TelemetryJournal _journal;
    private readonly TelemetryMetrics _metrics;
    private readonly LiveWitness _witness;
    private readonly TimeProvider _time;
    private readonly WakeUp _wake;
    private readonly Followers _followers;
    private readonly FolderHint _hint;
    private readonly ChangedFiles _changed;
    private readonly DataFolderWatch _watch;
    private readonly BackgroundInventory _inventory;
    private readonly RoundWriter _writer;
    private readonly TelemetrySink? _sink;
    private readonly Round _round = new();
    private long? _looked;
    private long? _filesTaken;
    private long? _inventoried;
    private long? _woken;
    private int _inventories;
    private bool _isSinkFirst;

    /// <summary>Puts them together, and begins the inventory.</summary>
    internal LiveRounds(LiveSettings settings, FollowingStore store, IReadOnlyList<string>? devices, OwnPaths own, TelemetryJournal journal, TelemetryMetrics metrics, LiveWitness witness, TimeProvider time, TelemetrySink? sink = null)
    {
        (_settings, _journal, _metrics, _witness, _time, _sink) = (settings, journal, metrics, witness, time, sink);
        _wake = new WakeUp(time);
        _followers = new Followers(settings.TelemDir, devices, settings.Telemetry.Types, store.Known, journal, time) { Read = witness.Read };
        _hint = new FolderHint(settings.TelemDir, _wake);
        _changed = new ChangedFiles(settings.Telemetry.Hostname, own, journal, time) { IsInventoryMade = () => _inventory!.IsBusy };
        _watch = new DataFolderWatch(settings.Telemetry.DataDirs, _changed, _wake, journal);
        _writer = new RoundWriter(store.Rounds, store.Positions, journal, time) { Stored = () => witness.Reached(LiveMoment.Stored) };
        _inventory = new BackgroundInventory(settings.Telemetry, store.Files, journal, time) { Made = witness.Inventoried };

        // The folders are watched before the inventory begins: nothing falls between (telemetry 11.2). Known files are looked at too: those that were written to
        // since the last run would have been refreshed by it (11.4), and a backfill reads again what was.
        _watch.Look();
        _inventory.Ask(refreshes: true);
        _watch.Answered();
        _sink?.Serve(_wake);
    }

    private TimeSpan Pause => Bounded(TelemetryService.MostPause);

    /// <summary>Makes rounds.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="DbException">The database refused.</exception>
    internal void Run(CancellationToken stopping)
    {
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            Look();
            var began = _time.GetTimestamp();
            var hasMore = Fill(began);
            if (_round.IsEmpty)
            {
                _metrics.Looked();
                _witness.Reached(LiveMoment.Idle);
                WaitForNews(began, stopping);
                continue;
            }

            Write(began, stopping);
            if (!hasMore)
                Rest(began, stopping);
        }
    }

    /// <summary>Writes what is there, once it was asked to stop. What the database does not take is read again by the next run.</summary>
    /// <param name="most">No longer than this.</param>
    internal void Drain(TimeSpan most)
    {
        var began = _time.GetTimestamp();
        _looked = null;
        try
        {
            if (!_round.IsEmpty)
                WriteOnce(began);
            Look();
            var hasMore = true;
            while (hasMore && _time.GetElapsedTime(began) < most)
            {
                _filesTaken = null;
                hasMore = Fill(_time.GetTimestamp());
                if (!_round.IsEmpty)
                    WriteOnce(began);
            }
        }
        catch (Exception e) when (Database.IsAway(e))
        {
            _journal.InTheWay(TelemetryTrouble.Database, $"The database is away at the end; what it did not take is read again by the next run. {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sink?.Serve(null);
        _inventory.Dispose();
        _watch.Dispose();
        _hint.Dispose();
        _followers.Dispose();
        _writer.Dispose();
    }

    /// <summary>
    /// Waits until something is written, or it is time to look. Who writes without end what makes no round, into files that have just been recorded, wakes
    /// no more often than the clock does.
    /// </summary>
    private void WaitForNews(long began, CancellationToken stopping)
    {
        _wake.Wait(Pause, stopping);
        if (IsOver(began, Pause))
            return;
        if (_woken is { } woken)
            Rest(woken, stopping);
        _woken = _time.GetTimestamp();
    }

    private void Rest(long since, CancellationToken stopping)
    {
        var rest = Pause - _time.GetElapsedTime(since);
        if (rest > TimeSpan.Zero)
            Task.Delay(rest, _time, stopping).GetAwaiter().GetResult();
    }

    /// <summary>Looks which files and folders there are.</summary>
    private void Look()
    {
        var isDue = IsOver(_looked, TelemetryService.LookEvery);
        if (isDue)
        {
            _looked = _time.GetTimestamp();
            _hint.Look();
            _watch.Look();
        }

        if (_hint.TakeNames() || isDue)
        {
            _followers.Look();
            _metrics.Follows(_followers.Count);
        }

        _watch.Collect();
        if (_inventory.Ended is var ended && ended != _inventories)
        {
            _inventories = ended;
            if (!_changed.Retake())
                _inventory.Ask(refreshes: true);
        }

        var isBlind = _watch.IsIncomplete && IsOver(_inventoried, InventoryEvery);
        if (!_watch.HasMissed && !_watch.HasAppeared && !isBlind)
            return;
        _inventory.Ask(refreshes: true); // A disk that was mounted late may hold known files that have grown meanwhile.
        _watch.Answered();
        _inventoried = _time.GetTimestamp();
    }

    /// <summary>Reads a round.</summary>
    /// <returns>Whether there may be more at once.</returns>
    private bool Fill(long began)
    {
        // By turns: what either of them fills leaves no room for the other.
        _isSinkFirst = !_isSinkFirst;
        var hasMore = _isSinkFirst && _sink?.Take(_round) == true;
        hasMore |= _followers.Fill(_round, began, Pause);
        hasMore |= !_isSinkFirst && _sink?.Take(_round) == true;
        if (_changed.Count > 0 && IsOver(_filesTaken, Bounded(MostFilesPause)))
        {
            _round.Add(_changed.Take(MostFiles));
            hasMore |= _changed.Count > 0;
            _filesTaken = hasMore && _changed.Count > 0 ? null : _time.GetTimestamp();
        }

        _metrics.Took(_round.Records, _round.Bytes);
        return hasMore;
    }

    private void Write(long began, CancellationToken stopping)
    {
        var delay = new ReconnectDelay();
        while (true)
        {
            try
            {
                WriteOnce(began);
                return;
            }
            catch (Exception e) when (Database.IsAway(e))
            {
                _journal.InTheWay(TelemetryTrouble.Database, $"The database cannot be used; what is written meanwhile waits in its files. {e.Message}");
            }

            Task.Delay(delay.Next(), _time, stopping).GetAwaiter().GetResult();
        }
    }

    private void WriteOnce(long began)
    {
        _witness.Reached(LiveMoment.Writing);
        var refused = _writer.Write(_round);
        _journal.Clear(TelemetryTrouble.Database);
        _metrics.Wrote(_round.Records - refused, _time.GetElapsedTime(began));
        _round.Clear();
        _sink?.Committed(_writer.RefusedRows);
        _witness.Reached(LiveMoment.Written);
    }

    private bool IsOver(long? since, TimeSpan span) => since is not { } began || _time.GetElapsedTime(began) >= span;

    private TimeSpan Bounded(TimeSpan most) => _settings.Interval < LeastPause ? LeastPause : _settings.Interval < most ? _settings.Interval : most;
}
