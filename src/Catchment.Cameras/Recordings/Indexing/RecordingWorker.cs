using System.Data.Common;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings.Tables;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>
/// Keeps the catalog of recorded events equal to their files, on a thread of its own that gives way to every other: what is noted at once,
/// and every day whose files do not stand as they did when the catalog was equal to them, newest first. That is looked for at the start and
/// once a minute, so it does not matter who wrote the files, and when.
/// </summary>
internal sealed partial class RecordingWorker : IDisposable
{
    /// <summary>What is degraded while the catalog cannot be written.</summary>
    internal const string CatalogDegradation = "catalog";

    /// <summary>What is degraded while the files cannot be read.</summary>
    internal const string FilesDegradation = "files";

    /// <summary>
    /// Days compared at the start however they stand: a tracking set that grew when its day had long been quiet, of a task that took minutes,
    /// leaves no trace in the folder's time, and a killed process nobody who was told of it.
    /// </summary>
    private const int DaysInDoubt = 2;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);

    private readonly CatalogHome _home;
    private readonly IEventFiles _files;
    private readonly RecordingNotes _notes;
    private readonly RecordingMetrics _metrics;
    private readonly IServiceContext _context;
    private readonly LogEpisode _unreadable;
    private readonly AutoResetEvent _work = new(initialState: true);
    private readonly ManualResetEventSlim _ended = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ReconnectDelay _delay = new();
    private readonly ITimer _timer;
    private readonly SortedSet<DateOnly> _different = [];
    private readonly Dictionary<DateOnly, string> _broken = [];
    private RecordingTables? _tables;
    private DayIndexer? _indexer;
    private long _looked;
    private bool _hasLooked;
    private (long Looked, long Written, long Removed) _counted; // of the present indexer
    private long _written;
    private int _daysLeft;

    internal RecordingWorker(CatalogHome home, IEventFiles files, RecordingNotes notes, RecordingMetrics metrics, IServiceContext context)
    {
        _home = home;
        _files = files;
        _notes = notes;
        _metrics = metrics;
        _context = context;
        _unreadable = new LogEpisode(context.Time);
        _timer = context.Time.CreateTimer(_ => Wake(), null, LookEvery, LookEvery);
        metrics.Watch(() => notes.Count, () => Volatile.Read(ref _daysLeft), () => Interlocked.Read(ref _written));
    }

    /// <summary>Begins.</summary>
    internal void Start()
    {
        _notes.Wakes(Wake);
        new Thread(Run) { Name = "recordings", IsBackground = true }.Start();
    }

    /// <summary>Works up what is noted, and ends. What cannot be written now is found at the next start.</summary>
    /// <param name="within">How long that may take.</param>
    internal void Stop(TimeSpan within)
    {
        _notes.Wakes(null);
        _stopping.Cancel();
        Wake();
        if (!_ended.Wait(within))
            LogUnfinished(_context.Logger, _notes.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        if (!_ended.IsSet)
            return; // What the thread still uses goes with the process.
        _indexer?.Dispose();
        _ended.Dispose();
        _stopping.Dispose();
        _work.Dispose();
    }

    private void Wake()
    {
        try
        {
            _work.Set();
        }
        catch (ObjectDisposedException)
        {
            // A timer's last call.
        }
    }

    private void Run()
    {
        Background.GiveWay();
        while (true)
        {
            _work.WaitOne();
            var isLast = _stopping.IsCancellationRequested;
            TryWork();
            if (!isLast)
                continue;
            _ended.Set();
            return;
        }
    }

    private void TryWork()
    {
        try
        {
            if (!AreFilesThere(out var problem))
            {
                _context.Degrade(FilesDegradation, problem);
                return;
            }

            Work();
            _delay.Reset();
            _context.Recover(CatalogDegradation);
            if (_broken.Count == 0)
                _context.Recover(FilesDegradation);
            else
                DegradeFiles(_broken.MaxBy(b => b.Key).Value);
        }
        catch (OperationCanceledException)
        {
            // The end has come between two batches; the day is compared after the next start.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Retry();
            DegradeFiles(e.Message);
        }
#pragma warning disable CA1031 // This thread has nobody above it, and must not end for a database's trouble.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _tables = null;
            Retry();
            _context.Degrade(CatalogDegradation, $"The catalog ({_home.Url}) does not take recorded events: {e.Message} They are recorded all the same, and are listed when it is back.");
            if (!Database.IsAway(e) && e is not DbException)
                LogFailed(_context.Logger, e);
        }
    }

    private void DegradeFiles(string problem) =>
        _context.Degrade(FilesDegradation, $"Recorded events cannot be read: {problem} They are listed as they were.");

    private void Retry() => _timer.Change(_delay.Next(), LookEvery);

    private string Emptied => $"{_files.Folders.Csv} is empty, and the catalog is not. Is its disk mounted? 'catchment events rebuild --even-if-empty' empties the catalog.";

    private bool AreFilesThere(out string problem)
    {
        problem = "";
        foreach (var root in new[] { _files.Folders.Csv, _files.Folders.Images })
        {
            if (!Directory.Exists(root))
                problem = $"There is no {root}. Is its disk mounted? Recorded events are listed as they were.";
        }

        return problem.Length == 0;
    }

    private void Work()
    {
        var indexer = Prepare();
        if (_files.Days().Count == 0)
            LookForDifferences(indexer); // An empty mount point must not look like the deletion of what is noted.
        RenewNoted(indexer);
        if (_stopping.IsCancellationRequested)
            return;
        if (!_hasLooked || _context.Time.GetElapsedTime(_looked) >= LookEvery)
            LookForDifferences(indexer);
        while (!_stopping.IsCancellationRequested && _different.Count > 0)
        {
            Compare(indexer, _different.Max);
            RenewNoted(indexer);
        }
    }

    private void Compare(DayIndexer indexer, DateOnly day)
    {
        var (written, removed) = (indexer.Written, indexer.Removed);
        try
        {
            LookAgain(day, indexer.Compare(day, () => RenewNoted(indexer), _stopping.Token), LookAgainAfter);
        }
        catch (IOException e)
        {
            _broken[day] = e.Message; // It is looked at again in a minute; the others do not wait for it.
        }

        _different.Remove(day);
        Volatile.Write(ref _daysLeft, _different.Count);
        Count(indexer);
        if (indexer.Written + indexer.Removed > written + removed)
            LogCompared(_context.Logger, day, indexer.Written - written, indexer.Removed - removed);
    }

    private DayIndexer Prepare()
    {
        if (_tables is not null && _indexer is not null)
            return _indexer;
        if (_home.Prepare())
            LogFellBack(_context.Logger, _home.Url);
        _indexer?.Dispose();
        _tables = new RecordingTables(_home.Writing, _home.Sink);
        _hasLooked = false; // It may be another catalog than before.
        _counted = default;
        return _indexer = new DayIndexer(_files, _tables, _context.Time, Unreadable, ExpectFiles);
    }

    private void RenewNoted(DayIndexer indexer)
    {
        foreach (var day in _notes.TakeEvents().GroupBy(e => e.Day).OrderByDescending(d => d.Key))
        {
            string[] ids = [.. day.Select(e => e.Id)];
            try
            {
                var again = indexer.Renew(day.Key, ids, out var due);
                LookAgain(day.Key, again, due > LookAgainAfter ? due : LookAgainAfter);
            }
            catch (IOException e)
            {
                _broken[day.Key] = e.Message; // The whole day is compared within a minute.
            }
            catch
            {
                _notes.Again(day.Key, ids);
                throw;
            }
        }

        _different.UnionWith(_notes.TakeDays());
        Count(indexer);
    }

    private void Count(DayIndexer indexer)
    {
        var now = (Looked: indexer.Looked + indexer.Renewed, indexer.Written, indexer.Removed);
        _metrics.Indexed(now.Looked - _counted.Looked, now.Written - _counted.Written, now.Removed - _counted.Removed);
        _counted = now;
        Interlocked.Exchange(ref _written, now.Written + now.Removed);
    }

    private void LookAgain(DateOnly day, IReadOnlyList<string> ids, TimeSpan after)
    {
        if (ids.Count == 0)
            return;
        _notes.Again(day, ids);
        _timer.Change(after, LookEvery);
    }

    private void LookForDifferences(DayIndexer indexer)
    {
        _looked = _context.Time.GetTimestamp();
        var known = _tables!.Days();
        var onDisk = _files.Days();
        if (onDisk.Count == 0 && known.Count > 0)
            throw new IOException(Emptied);
        if (!_hasLooked)
            _different.UnionWith(onDisk.Take(DaysInDoubt));
        _hasLooked = true;
        _broken.Clear();
        foreach (var day in onDisk.Union(known.Keys))
        {
            if (known.GetValueOrDefault(day) is not { } stamp || stamp != indexer.StampOf(day, out _))
                _different.Add(day);
        }

        Volatile.Write(ref _daysLeft, _different.Count);
    }

    /// <summary>A disk may go between two looks at it.</summary>
    private void ExpectFiles()
    {
        if (!AreFilesThere(out var problem))
            throw new IOException(problem);
        if (_files.Days().Count == 0)
            throw new IOException(Emptied);
    }

    private void Unreadable(string problem)
    {
        _metrics.SetUnreadable();
        if (_unreadable.Occurs())
            LogUnreadable(_context.Logger, problem);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} changes of recorded events did not reach the catalog before the end; they are found after the next start")]
    private static partial void LogUnfinished(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Catalog of recorded events kept in {Url}: the configured database gives no right to make its tables")]
    private static partial void LogFellBack(ILogger logger, string url);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A tracking set cannot be read, and is listed without rows: {Problem}")]
    private static partial void LogUnreadable(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The catalog of recorded events failed")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "The recorded events of {Day:yyyy-MM-dd} were compared with their files: {Written} rows written, {Removed} taken out")]
    private static partial void LogCompared(ILogger logger, DateOnly day, long written, long removed);
}
