using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Finder;

/// <summary>Discovers files and tracks them, search after search, until it is asked to stop.</summary>
/// <remarks>Source: <c>files</c> 4.</remarks>
/// <param name="settings">What it runs with.</param>
/// <param name="state">Its state folder.</param>
/// <param name="metrics">Its numbers.</param>
/// <param name="loggers">Makes its logs, under the original's names.</param>
public sealed partial class FinderService(FinderSettings settings, StateFolder state, FinderMetrics metrics, ILoggerFactory loggers) : IService
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(5);

    // With pause 0 one search follows the other; so that an idle finder does not keep a processor busy.
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(10);

    private const int MostFoldersTold = 5;

    private readonly KnownFiles _known = new();

    /// <inheritdoc/>
    public string Name => FinderMetrics.Service;

    /// <summary>Told at the end of each search, with how long it took.</summary>
    internal Action<TimeSpan> Searched { get; init; } = _ => { };

    /// <summary>Told of each moment of the work on a group; a test that throws there is a kill.</summary>
    internal Action<FinderMoment> Reached { get; init; } = _ => { };

    /// <summary>What it waits for, and the original does not: both folders are there.</summary>
    /// <param name="settings">Which.</param>
    /// <exception cref="IOException">One is not there, or cannot be opened; the message says which, and what to do.</exception>
    public static void RequireFolders(FinderSettings settings) => FinderFolders.Open(settings).Dispose();

    /// <inheritdoc/>
    /// <exception cref="FilesDatabaseException">The database lacks the tables.</exception>
    public Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(context);
        var journal = new FinderJournal(_known, metrics, context, loggers);
        var scope = string.Join('\n', [settings.Source, settings.Storage, settings.Database.Url.ToString(), settings.Database.Files.ToString(), settings.Method.ToString(), settings.StandardAction.ToString(), settings.AlternativeAction.ToString(), .. settings.Exclude.Patterns.Select(p => p.Text)]);
        var store = new KnownFilesStore(state, scope);
        try
        {
            using var database = Open(journal, context.Time, stopping);
            var tables = Wait(() => new FinderTables(database, settings.Source, settings.Storage), journal, context.Time, stopping);
            WarnOfOtherMoves(Wait(tables.UnresolvedElsewhere, journal, context.Time, stopping), journal.Finder);
            var isGood = store.Load(_known) && (_known.LastRow == 0 || Wait(() => tables.Has(_known.LastRow), journal, context.Time, stopping));
            if (!isGood)
            {
                _known.Clear();
                LogForgot(journal.Finder);
            }

            LogStarted(journal.Finder, settings.Source, settings.Storage, _known.Count);
            while (true)
                RunOn(tables, store, journal, context, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Save(store, journal);
            LogStopped(journal.Finder);
        }

        return Task.CompletedTask;
    }

    /// <summary>Moves are completed or undone by the finder of their folders only: when those were changed nobody would.</summary>
    private static void WarnOfOtherMoves(IReadOnlyList<(string Source, string Storage, long Count)> moves, ILogger logger)
    {
        if (moves.Count == 0)
            return;
        var folders = LogText.OneLine(string.Join(", ", moves.Take(MostFoldersTold).Select(m => $"{m.Source} to {m.Storage}")) + (moves.Count > MostFoldersTold ? ", …" : ""));
        LogOtherMoves(logger, moves.Sum(m => m.Count), folders);
    }

    /// <summary>Searches until one of the folders is another, as a disk was mounted or went.</summary>
    private void RunOn(FinderTables tables, KnownFilesStore store, FinderJournal journal, IServiceContext context, CancellationToken stopping)
    {
        var time = context.Time;
        using var folders = Wait(() => FinderFolders.Open(settings), journal, time, stopping);
        journal.Clear(FinderTrouble.Source);
        journal.Clear(FinderTrouble.Storage);
        var database = new FinderDatabase(tables, journal, time);
        using var mover = new FileMover(folders, journal) { Reached = Reached };
        using var settling = new Settling(settings.Settle, time);
        using var recorder = new FileRecorder(settings, folders, database, mover, journal, time) { Reached = Reached };
        using var line = new FileLine(settings, folders, recorder, journal, metrics, stopping);
        var logs = new RsyncLogs(settings, folders, _known, journal, time);
        var recovery = new MoveRecovery(folders, database, mover, journal);
        recorder.HasUnresolved = !recovery.Run(stopping);
        context.Running();
        var saved = time.GetTimestamp();
        while (folders.AreThere())
        {
            var began = time.GetTimestamp();
            Search(folders, settling, logs, line, journal, stopping);
            var took = time.GetElapsedTime(began);
            metrics.Searched(took, _known.Count, settling.Count);
            if (_known.IsFull)
                journal.InTheWay(FinderTrouble.State, $"There are more than {KnownFiles.Most} files in the source that stay there: what is beyond is read anew each time.");
            Searched(took);
            if (recorder.HasUnresolved)
                recorder.HasUnresolved = !recovery.Run(stopping);
            if (time.GetElapsedTime(saved) >= SaveEvery)
            {
                Save(store, journal);
                saved = time.GetTimestamp();
            }

            Pause(settings.Pause > LeastPause ? settings.Pause : LeastPause, time, stopping);
        }
    }

    private void Search(FinderFolders folders, Settling settling, RsyncLogs logs, FileLine line, FinderJournal journal, CancellationToken stopping)
    {
        try
        {
            if (settings.Method == SearchMethod.Scan)
                new SourceWalk(settings, folders, _known, settling, journal).Run(line.Add, stopping);
            else
                logs.Run(line.Add, line.Drain, stopping);
            line.Drain();
            journal.Clear(FinderTrouble.Source);
        }
        catch (StorageException e)
        {
            journal.InTheWay(FinderTrouble.Source, $"The source folder cannot be read. {e.Message}");
            line.Drain();
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            line.ThrowFault();
            throw;
        }
    }

    private FilesDatabase Open(FinderJournal journal, TimeProvider time, CancellationToken stopping) =>
        Wait(() => FilesDatabase.Open(settings.Database, state.FullPath, time, loggers, settings.Durability), journal, time, stopping);

    /// <summary>Does what needs the database or the folders as soon as they are there.</summary>
    private static T Wait<T>(Func<T> work, FinderJournal journal, TimeProvider time, CancellationToken stopping)
    {
        var result = new ReconnectDelay().Retry(work, IsWaitedFor, time, stopping);
        journal.Clear(FinderTrouble.Database);
        return result;

        bool IsWaitedFor(Exception e)
        {
            if (e is FinderFolderException folder)
                journal.InTheWay(folder.Trouble, folder.Message);
            else if (Database.IsAway(e))
                journal.InTheWay(FinderTrouble.Database, $"The database cannot be used; files wait until it can. {e.Message}");
            else
                return false;
            return true;
        }
    }

    private static void Pause(TimeSpan pause, TimeProvider time, CancellationToken stopping) => Task.Delay(pause, time, stopping).GetAwaiter().GetResult();

    private void Save(KnownFilesStore store, FinderJournal journal)
    {
        if (!_known.IsChanged)
            return;
        try
        {
            store.Save(_known);
            if (!_known.IsFull)
                journal.Clear(FinderTrouble.State);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            journal.InTheWay(FinderTrouble.State, $"What is known of files cannot be kept over a restart. {e.Message}");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Looking for files in {Source}, storage is {Storage}; {Known} paths are known")]
    private static partial void LogStarted(ILogger logger, string source, string storage, int known);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} unfinished moves are noted of other folders ({Folders}): unless a finder of these runs elsewhere, start one with them once more, which completes or undoes them")]
    private static partial void LogOtherMoves(ILogger logger, long count, string folders);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped")]
    private static partial void LogStopped(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "What was known of files is of other settings or another table, or damaged: each is looked at once more")]
    private static partial void LogForgot(ILogger logger);
}
