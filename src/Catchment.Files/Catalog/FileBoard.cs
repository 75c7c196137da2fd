using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Live;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Catalog;

/// <summary>
/// The catalog and the desk for those who watch a running node: opened when somebody asks, and again when the database was away; no question
/// takes long, and what many ask for is counted once. Safe for many threads.
/// </summary>
public sealed partial class FileBoard : IDisposable
{
    /// <summary>The live feed's topic of how files stand: the payload is a <see cref="FileFunnel"/>.</summary>
    public const string Topic = "files";

    /// <summary>Files that one call of <see cref="RerunAsync(FileQuery, CancellationToken)"/> asks again.</summary>
    public const int MostReruns = 5_000;

    /// <summary>Rows that a page looks at.</summary>
    private const int MostLookedAt = 100_000;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    // Only the first look of all takes longer: with a million files about a minute.
    private static readonly TimeSpan LookWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RateTime = TimeSpan.FromHours(1);
    private static readonly TimeSpan RateWidth = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Func<FilesDatabase> _open;
    private readonly LiveFeed _feed;
    private readonly TimeProvider _time;
    private readonly Remembered<FileFunnel> _funnel;
    private readonly Remembered<FileRates> _rates;
    private FilesDatabase? _database;
    private FileCatalog? _catalog;
    private Task? _look;
    private long _looked;

    /// <summary>Makes a board; opens nothing yet.</summary>
    /// <param name="open">Opens the tables.</param>
    /// <param name="feed">Where it tells how files stand.</param>
    /// <param name="time">The clock.</param>
    public FileBoard(Func<FilesDatabase> open, LiveFeed feed, TimeProvider time)
    {
        (_open, _feed, _time) = (open, feed, time);
        _funnel = new Remembered<FileFunnel>(Beat, time);
        _rates = new Remembered<FileRates>(TimeSpan.FromSeconds(5), time);
    }

    /// <summary>A page of files; it may end early, as far as rows were looked at.</summary>
    /// <exception cref="FileCatalogException">It cannot be answered.</exception>
    public Task<FilePage> PageAsync(FileQuery query, CancellationToken cancellation) =>
        AskAsync(catalog => catalog.Page(query with { MostLookedAt = MostLookedAt }, cancellation), cancellation);

    /// <summary>All that is known of a file; null: there is no such row.</summary>
    /// <exception cref="FileCatalogException">It cannot be answered.</exception>
    public Task<FileHistory?> HistoryAsync(long id, CancellationToken cancellation) => AskAsync(catalog => catalog.History(id), cancellation);

    /// <summary>How many files stand where, as of a moment ago.</summary>
    /// <exception cref="FileCatalogException">It cannot be answered.</exception>
    public Task<FileFunnel> FunnelAsync(CancellationToken cancellation) => _funnel.AskAsync(() => AskAsync(Timed(catalog => catalog.Funnel(_end.Token)), _end.Token), cancellation);

    /// <summary>What the last hour brought, minute by minute.</summary>
    /// <exception cref="FileCatalogException">It cannot be answered.</exception>
    public Task<FileRates> RatesAsync(CancellationToken cancellation) => _rates.AskAsync(() => AskAsync(Timed(catalog => catalog.Rates(RateTime, RateWidth)), _end.Token), cancellation);

    /// <summary>Asks that a file is tried again.</summary>
    /// <exception cref="FileCatalogException">It cannot be.</exception>
    public async Task<FileDeskAnswer> RerunAsync(long id, CancellationToken cancellation) =>
        (await ChangeAsync((_, desk) => new RerunPart(desk.Rerun([id], isRehearsal: false, cancellation), null), cancellation).ConfigureAwait(false)).Answer;

    /// <summary>Asks that files are tried again, the next <see cref="MostReruns"/> or so of those that a query is about, from its cursor on.</summary>
    /// <exception cref="FileCatalogException">It cannot be.</exception>
    public Task<RerunPart> RerunAsync(FileQuery query, CancellationToken cancellation) => ChangeAsync(
        (catalog, desk) =>
        {
            var answer = FileDeskAnswer.None;
            var cursor = query.Cursor;
            for (var looked = 0; looked < MostReruns; looked += FileDesk.FilesAtOnce)
            {
                var page = catalog.Page(query with { OldestFirst = true, Limit = FileDesk.FilesAtOnce, Cursor = cursor, MostLookedAt = MostLookedAt }, cancellation);
                answer += desk.Rerun([.. page.Items.Select(i => i.File.Id)], isRehearsal: false, cancellation);
                cursor = page.Next;
                if (cursor is null)
                    break;
            }

            return new RerunPart(answer, cursor);
        },
        cancellation);

    /// <summary>Tells the feed how files stand whenever that has changed, while somebody watches.</summary>
    /// <param name="logger">Where it is told, once an episode, that this cannot be known.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task RunAsync(ILogger logger, CancellationToken stopping)
    {
        var told = "";
        var trouble = new LogEpisode(_time);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (_feed.IsWatched)
                {
                    var funnel = await FunnelAsync(stopping).ConfigureAwait(false);
                    var now = $"{funnel.Files} {funnel.New} {funnel.Taken} {funnel.OldestWaiting?.File.Id} {string.Join(' ', funnel.ByStatus.OrderBy(s => s.Key))}";
                    if (now != told)
                        _feed.Publish(new LiveMessage(Topic, "", funnel));
                    told = now;
                    if (trouble.End() is { } episode)
                        LogKnownAgain(logger, episode.Lasted);
                }
            }
            catch (FileCatalogException)
            {
                // Who asks is told; the ingester and the finder show their own trouble.
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // Nobody waits for this task: what it did not expect would end it in silence.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (trouble.Occurs())
                    LogNotKnown(logger, e);
            }

            await Task.Delay(Beat, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        lock (_gate)
        {
            _database?.Dispose();
            _database = null;
        }

        _funnel.Dispose();
        _rates.Dispose();
        _end.Dispose();
    }

    private async Task<RerunPart> ChangeAsync(Func<FileCatalog, FileDesk, RerunPart> change, CancellationToken cancellation)
    {
        var part = await AskAsync(
            catalog =>
            {
                if (!catalog.HasEvents)
                    throw new FileCatalogException("The configuration names no table of events: there is nothing to run again.", isQuestion: true);
                if (_look is { IsCompleted: false })
                    throw new FileCatalogException("The events are being read for the first time, and what stands where is not known yet. Ask again in a minute.", isQuestion: false);
                var part = change(catalog, new FileDesk(_database!));
                catalog.Look(cancellation);
                return part;
            },
            cancellation).ConfigureAwait(false);
        _funnel.Forget();
        return part;
    }

    /// <summary>Asks the catalog on a thread of its own, once what is new was taken in, or is being taken in and takes longer.</summary>
    private async Task<T> AskAsync<T>(Func<FileCatalog, T> question, CancellationToken cancellation)
    {
        try
        {
            return await Task.Run(
                async () =>
                {
                    var catalog = Open();
                    await LookAsync(catalog, cancellation).ConfigureAwait(false);
                    return question(catalog);
                },
                cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DbException or TimeoutException or FilesDatabaseException or MigrationException or DatabaseVersionException or StateFolderException)
        {
            throw new FileCatalogException($"The tables of files {(Database.IsAway(e) ? "cannot be reached" : "cannot be used")}: {e.Message}", isQuestion: false, e);
        }
    }

    /// <summary>What a question costs by itself: the wait for what is new is none of it.</summary>
    private Func<FileCatalog, (T Value, TimeSpan Cost)> Timed<T>(Func<FileCatalog, T> question) => catalog =>
    {
        var began = _time.GetTimestamp();
        var value = question(catalog);
        return (value, _time.GetElapsedTime(began));
    };

    private FileCatalog Open()
    {
        lock (_gate)
        {
            _end.Token.ThrowIfCancellationRequested();
            _database ??= _open();
            return _catalog ??= new FileCatalog(_database);
        }
    }

    private async Task LookAsync(FileCatalog catalog, CancellationToken cancellation)
    {
        Task look;
        lock (_gate)
        {
            if (_look is null || (_look.IsCompleted && _time.GetElapsedTime(_looked) >= LookEvery))
            {
                _looked = _time.GetTimestamp();
                _look = Task.Run(() => catalog.Look(_end.Token, isPatient: true), _end.Token);
            }

            look = _look;
        }

        // The first time every event is read: then the answer is of those that were.
        await Task.WhenAny(look, Task.Delay(LookWait, _time, cancellation)).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (look.IsCompleted)
            await look.ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "how files stand cannot be told to those who watch")]
    private static partial void LogNotKnown(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "how files stand can be told again, after {Lasted}")]
    private static partial void LogKnownAgain(ILogger logger, TimeSpan lasted);
}
