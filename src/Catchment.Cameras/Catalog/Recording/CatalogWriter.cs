using System.Data.Common;
using Catchment.Cameras.Catalog.Reconciling;
using Catchment.Cameras.Catalog.Tables;
using Catchment.Cameras.Retention;
using Catchment.Core.Databases;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Catalog.Recording;

/// <summary>
/// Brings changes to the database, in batches, on a thread of its own that gives way to every other. While the database is away
/// the changes wait; when they are too many, their days are compared with the files afterwards.
/// </summary>
internal sealed partial class CatalogWriter : IDisposable
{
    /// <summary>What is degraded while the catalog cannot be written.</summary>
    internal const string Degradation = "catalog";

    private const int BatchRows = 1000;
    private static readonly TimeSpan LookForRetiring = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WhileRetiring = TimeSpan.FromSeconds(1);

    private readonly CatalogHome _home;
    private readonly CatalogQueue _queue;
    private readonly CatalogMemory _memory;
    private readonly CameraNames _names;
    private readonly CameraBoard _board;
    private readonly FrameTree _tree;
    private readonly EventLogFiles _logs;
    private readonly RetiringDays _retiring;
    private readonly IServiceContext _context;
    private readonly AutoResetEvent _work = new(initialState: true);
    private readonly ManualResetEventSlim _ended = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ReconnectDelay _delay = new();
    private readonly ITimer _retry;
    private CatalogTables? _tables;
    private bool _isAway;
    private bool _isSeedDue;
    private long _lookedForRetiring;
    private TimeSpan _untilRetiring;

    internal CatalogWriter(
        CatalogHome home, CatalogQueue queue, CatalogMemory memory, CameraNames names, CameraBoard board, FrameTree tree, EventLogFiles logs, RetiringDays retiring, IServiceContext context)
    {
        _home = home;
        _queue = queue;
        _memory = memory;
        _names = names;
        _board = board;
        _tree = tree;
        _logs = logs;
        _retiring = retiring;
        _context = context;
        _retry = context.Time.CreateTimer(_ => Wake(), null, LookForRetiring, LookForRetiring);
        queue.Miss(memory.Unsettled);
    }

    /// <summary>Rows written or taken out.</summary>
    internal long Written { get; private set; }

    /// <summary>Begins.</summary>
    internal void Start() => new Thread(Run) { Name = "hub catalog", IsBackground = true }.Start();

    /// <summary>There is something to do.</summary>
    internal void Wake() => _work.Set();

    /// <summary>
    /// Writes what waits, and ends. What cannot be written now is compared with the files after the next start.
    /// </summary>
    /// <param name="within">How long that may take.</param>
    internal void Stop(TimeSpan within)
    {
        _stopping.Cancel();
        Wake();
        if (_ended.Wait(within))
            return;
        _memory.Close(); // The thread is still in a call of the database; the folder is the next hub's.
        LogUnfinished(_context.Logger, _queue.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _retry.Dispose();
        if (!_ended.IsSet)
            return; // What the thread still uses goes with the process.
        _ended.Dispose();
        _stopping.Dispose();
    }

    private void Run()
    {
        Background.GiveWay();
        while (true)
        {
            _work.WaitOne();
            var failed = !TryWork();
            if (!_stopping.IsCancellationRequested)
                continue;
            if (!failed)
                SettleAll();
            _ended.Set();
            return;
        }
    }

    private bool TryWork()
    {
        try
        {
            Work();
            _delay.Reset();
            Recover();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
#pragma warning disable CA1031 // This thread has nobody above it, and the catalog's trouble is not to be the hub's.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _tables = null;
            _isAway = Database.IsAway(e);
            _context.Degrade(Degradation, $"The catalog ({_home.Url}) does not take what the hub stores: {e.Message} Frames and events are stored all the same, and are listed when it is back.");
            if (!Database.IsAway(e) && e is not DbException)
                LogFailed(_context.Logger, e);
            _retry.Change(_delay.Next(), LookForRetiring);
            return false;
        }
    }

    private void Recover()
    {
        _isAway = false;
        _context.Recover(Degradation);
    }

    private void Work()
    {
        var tables = _tables ??= Prepare();
        TakeRetiring();
        do
        {
            WriteQueued(tables);
            if (!_stopping.IsCancellationRequested && _queue.TakeMissed() is { } day)
                Compare(tables, day);
        }
        while (!_stopping.IsCancellationRequested && (_queue.Count > 0 || _queue.MissedDays > 0));
        if (_isSeedDue && !_stopping.IsCancellationRequested)
            Seed();
        SettlePast();
    }

    private CatalogTables Prepare()
    {
        if (_home.Prepare())
            LogFellBack(_context.Logger, _home.Url);
        var tables = new CatalogTables(_home.Writing, _home.Sink);
        var catalog = $"{tables.Prepare()}/{_home.Sink}";
        if (_memory.ComparedWith != catalog)
        {
            // The catalog is new, or another one: all that is on disk belongs into it.
            DateOnly[] all = [.. _tree.Days().Union(_logs.Days())];
            _memory.Begin(catalog, all);
            _queue.Miss(all);
        }

        _isSeedDue = true;
        return tables;
    }

    /// <summary>Takes on the days of a retention that was killed, or that found the database away.</summary>
    private void TakeRetiring()
    {
        if (_context.Time.GetElapsedTime(_lookedForRetiring) < _untilRetiring)
            return;
        _lookedForRetiring = _context.Time.GetTimestamp();
        var abandoned = _retiring.Abandoned();
        _untilRetiring = abandoned is null ? WhileRetiring : LookForRetiring;
        _retry.Change(_untilRetiring, _untilRetiring);
        if (abandoned is not { Count: > 0 } days)
            return;
        _memory.Unsettle(days);
        _queue.Miss(days);
    }

    private void WriteQueued(CatalogTables tables)
    {
        while (_queue.Peek(BatchRows) is { Length: > 0 } batch)
        {
            // Frames of one kind of change at a time, in order: a frame is stored before it is deleted.
            for (var start = 0; start < batch.Length;)
            {
                var kind = batch[start].Kind;
                var end = start;
                while (end < batch.Length && batch[end].Kind == kind)
                    end++;
                Write(tables, kind, batch.AsSpan(start, end - start));
                start = end;
            }

            _queue.Done(batch.Length);
            if (_isAway)
                Recover(); // The rest may take long, but the catalog takes it.
        }
    }

    private void Write(CatalogTables tables, CatalogChangeKind kind, ReadOnlySpan<CatalogChange> changes)
    {
        if (kind == CatalogChangeKind.Logged)
        {
            var events = new EventEntry[changes.Length];
            for (var i = 0; i < changes.Length; i++)
                events[i] = changes[i].Event!;
            tables.Add(events);
            Written += changes.Length;
            return;
        }

        var frames = new FrameEntry[changes.Length];
        for (var i = 0; i < changes.Length; i++)
            frames[i] = changes[i].Frame!;
        _ = kind switch
        {
            CatalogChangeKind.Stored => tables.Add(frames),
            CatalogChangeKind.Archived => tables.Move(frames),
            _ => tables.Remove(frames),
        };
        Written += changes.Length;
    }

    private void Compare(CatalogTables tables, DateOnly day)
    {
        var comparison = new DayComparison(tables, _tree, _logs, _names, _context.Time);
        try
        {
            // What comes meanwhile is not to wait until a large day is done.
            comparison.Compare(day, () => WriteQueued(tables), _stopping.Token);
        }
        catch
        {
            _queue.Postpone(day);
            throw;
        }

        _retiring.Compared(day);
        if (comparison.Added + comparison.Removed > 0)
        {
            LogCompared(_context.Logger, day, comparison.Added, comparison.Removed);
            _board.Listed(day);
        }

        _isSeedDue |= comparison.Added > 0;
    }

    /// <summary>The board shows what was sent before this process, too.</summary>
    private void Seed()
    {
        _isSeedDue = false;
        try
        {
            _board.SeedAsync(new CameraCatalog(_home), _stopping.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // Nobody looks at the board any more.
        }
        catch (CatalogException e)
        {
            LogNotSeeded(_context.Logger, e.Message); // What comes shows on the board all the same.
        }
    }

    /// <summary>Days to which nothing more can come, and of which nothing waits, are complete.</summary>
    private void SettlePast()
    {
        if (_memory.Unsettled.Count <= 1 || _queue.Count > 0)
            return;
        var now = _context.Time.GetLocalNow().DateTime;
        var open = DateOnly.FromDateTime(now - OpenDays.Arrival);
        _memory.Settle(d => d < open && !_queue.HasMissed(d));
    }

    private void SettleAll()
    {
        try
        {
            if (_queue is { Count: 0, MissedDays: 0 })
                _memory.Settle(_ => true);
        }
        catch (IOException e)
        {
            LogNotSettled(_context.Logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} changes did not reach the catalog before the end; it is compared with the files after the next start")]
    private static partial void LogUnfinished(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Catalog kept in {Url}: the configured database gives no right to make its tables")]
    private static partial void LogFellBack(ILogger logger, string url);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What cameras sent before does not show until they send again. {Problem}")]
    private static partial void LogNotSeeded(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The catalog's writer failed")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "The catalog of {Day:yyyy-MM-dd} was compared with its files: {Added} rows added, {Removed} taken out")]
    private static partial void LogCompared(ILogger logger, DateOnly day, long added, long removed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The catalog is compared with the files after the next start. {Problem}")]
    private static partial void LogNotSettled(ILogger logger, string problem);
}
