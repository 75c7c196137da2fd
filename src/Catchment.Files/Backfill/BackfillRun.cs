using System.Data.Common;
using System.Text;
using Catchment.Core.Databases;
using Catchment.Core.Storage;
using Catchment.Files.Checksums;
using Catchment.Files.Patterns;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Backfill;

/// <summary>Records files that were in place before, once. It moves nothing. Source: <c>files</c> 7.</summary>
/// <param name="settings">What it runs with.</param>
/// <param name="stateFolder">Its state folder.</param>
/// <param name="clock">The clock; its local zone is that of the tables.</param>
/// <param name="logger">Its log.</param>
/// <param name="loggers">The log, for statements if the settings want them; null: nowhere.</param>
public sealed partial class BackfillRun(BackfillSettings settings, string stateFolder, TimeProvider clock, ILogger logger, ILoggerFactory? loggers = null)
{
    /// <summary>The component's name in logs and state folders.</summary>
    public const string Name = "backfill";

    private const int GroupSize = 200;

    private static readonly TimeSpan AwayLimit = TimeSpan.FromSeconds(60);

    private readonly HashSet<FilePath> _group = [];
    private BackfillCounts _counts = new();

    /// <summary>Records what there is.</summary>
    /// <param name="progress">Told the counts after each group.</param>
    /// <param name="cancellation">Ends it; what was recorded stays.</param>
    /// <exception cref="BackfillException">There is no storage folder, or the database stays away.</exception>
    /// <exception cref="FilesDatabaseException">The tables are not there.</exception>
    /// <exception cref="DbException">The database is away at the start, or refused.</exception>
    public BackfillCounts Run(IProgress<BackfillCounts>? progress, CancellationToken cancellation)
    {
        if (!Directory.Exists(settings.Storage))
            throw new BackfillException($"backfill.storage: there is no folder '{settings.Storage}'. Mount it, or correct the path.");
        using var database = FilesDatabase.Open(settings.Database, stateFolder, clock, loggers);
        var tables = new BackfillTables(database);
        _counts = new BackfillCounts();
        var walk = new StorageWalk(Path.TrimEndingDirectorySeparator(settings.Storage), settings.Exclude, TooSlow, Unread);
        try
        {
            foreach (var source in settings.Sources)
                Take(walk, source, tables, progress, cancellation);
            Finish(tables, progress, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _counts = _counts with { IsStopped = true };
        }

        LogCounts(logger, _counts.ExitStatus == 0 ? LogLevel.Information : LogLevel.Warning, _counts.Recorded, _counts.Tracked, _counts.NotFound, _counts.Failed, _counts.Skipped);
        return _counts;
    }

    private void Take(StorageWalk walk, PathPattern source, BackfillTables tables, IProgress<BackfillCounts>? progress, CancellationToken cancellation)
    {
        if (source.WasAbsolute)
            LogAbsolute(logger, source.Text);
        LogSource(logger, source.Text);
        foreach (var (path, kind) in walk.Files(source, cancellation))
        {
            Meet(path, kind);
            if (_group.Count >= GroupSize)
                Finish(tables, progress, cancellation);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void TooSlow(PythonPattern pattern) => LogTooSlow(logger, pattern.Text);

    /// <summary>What nobody may read is as empty as it looks; whatever else is wrong with a folder, files in it were not looked at.</summary>
    private void Unread(StorageException e)
    {
        LogUnread(logger, e.Message);
        if (!e.IsForbidden)
            _counts = _counts with { Failed = _counts.Failed + 1 };
    }

    private void Meet(FilePath path, FileKind? kind)
    {
        if (kind == FileKind.File)
        {
            if (!_group.Add(path))
                _counts = _counts with { Tracked = _counts.Tracked + 1 }; // Two sources mean it.
        }
        else if (kind is null)
        {
            var name = path.Relative;
            LogNotFound(logger, name);
            _counts = _counts with { NotFound = _counts.NotFound + 1 };
        }
        else
        {
            var name = path.Relative;
            LogSkipped(logger, name);
            _counts = _counts with { Skipped = _counts.Skipped + 1 };
        }
    }

    private void Finish(BackfillTables tables, IProgress<BackfillCounts>? progress, CancellationToken cancellation)
    {
        if (_group.Count == 0)
            return;
        cancellation.ThrowIfCancellationRequested();
        var tracked = Patiently(() => tables.Tracked(_group), cancellation);
        foreach (var path in tracked)
        {
            var name = path.Relative;
            LogTracked(logger, name);
        }

        _counts = _counts with { Tracked = _counts.Tracked + tracked.Count };
        var files = _group.Where(path => !tracked.Contains(path)).AsParallel().AsOrdered().WithDegreeOfParallelism(Math.Min(Environment.ProcessorCount, 512))
            .Select(path => Look(path, cancellation)).AsEnumerable().OfType<FoundFile>().ToList();
        cancellation.ThrowIfCancellationRequested();
        if (files.Count > 0)
            Record(tables, files, cancellation);
        _group.Clear();
        progress?.Report(_counts);
    }

    private FoundFile? Look(FilePath path, CancellationToken cancellation)
    {
        try
        {
            using var folder = FolderHandle.Open($"{settings.Storage}/{path.Folder}");
            using var file = folder?.OpenFile(Encoding.UTF8.GetBytes(path.Name));
            if (file is not null)
            {
                var (checksum, size) = FileChecksum.Of(file, cancellation);
                return new FoundFile(path, checksum, size);
            }

            var name = path.Relative;
            LogVanished(logger, name);
            Change(c => c with { NotFound = c.NotFound + 1 });
        }
        catch (OperationCanceledException)
        {
            // Asked to stop: it is not recorded.
        }
        catch (IOException e)
        {
            var name = path.Relative;
            LogUnreadable(logger, name, e);
            Change(c => c with { Failed = c.Failed + 1 });
        }

        return null;
    }

    private void Record(BackfillTables tables, List<FoundFile> files, CancellationToken cancellation)
    {
        IReadOnlyList<long?> ids;
        try
        {
            ids = Patiently(() => tables.Record(files), cancellation);
        }
        catch (DbException) when (files.Count > 1)
        {
            // One of them is what the database will not have: the others are recorded nonetheless.
            foreach (var file in files)
                Record(tables, [file], cancellation);
            return;
        }
        catch (DbException e)
        {
            var name = files[0].Path.Relative;
            LogRefused(logger, name, e);
            _counts = _counts with { Failed = _counts.Failed + 1 };
            return;
        }

        var refused = files.Where((_, i) => ids[i] is null).ToList();
        var recorded = files.Where((_, i) => ids[i] is not null).ToList();
        _counts = _counts with { Recorded = _counts.Recorded + recorded.Count, RecordedBytes = _counts.RecordedBytes + recorded.Sum(f => f.Size) };
        if (refused.Count > 0)
            Explain(Patiently(() => tables.Matching(refused), cancellation), refused);
    }

    private void Explain(IReadOnlyList<TrackedFile> rows, List<FoundFile> refused)
    {
        foreach (var file in refused)
        {
            var name = file.Path.Relative;
            if (rows.Any(r => r.Path == file.Path))
            {
                LogTracked(logger, name); // By another program, just now.
                _counts = _counts with { Tracked = _counts.Tracked + 1 };
                continue;
            }

            var row = rows.FirstOrDefault(r => r.Path.Name == file.Path.Name || r.Checksum == file.Checksum);
            var why = row is null ? "the table refused it" : $"{(row.Path.Name == file.Path.Name ? "its name" : "its content")} is that of {row.Path.Relative} (row {row.Id})";
            LogConflict(logger, name, why);
            _counts = _counts with { Failed = _counts.Failed + 1 };
        }
    }

    /// <summary>Calls the database again while it is away.</summary>
    private T Patiently<T>(Func<T> call, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        return new ReconnectDelay().Retry(call, IsWaitedFor, clock, cancellation);

        bool IsWaitedFor(Exception e)
        {
            if (!Database.IsAway(e))
                return false;
            if (clock.GetElapsedTime(began) > AwayLimit)
                throw new BackfillException($"The database stays away: {e.Message} What was recorded stays; start again when it is there.", e);
            LogAway(logger, e.Message);
            return true;
        }
    }

    private void Change(Func<BackfillCounts, BackfillCounts> change)
    {
        lock (_group)
            _counts = change(_counts);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "source {Source}")]
    private static partial void LogSource(ILogger logger, string source);

    [LoggerMessage(Level = LogLevel.Warning, Message = "source {Source}: an absolute path; it is taken as it is")]
    private static partial void LogAbsolute(ILogger logger, string source);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: not found")]
    private static partial void LogNotFound(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: left out; only regular files with names in UTF-8 are recorded, and links are not followed")]
    private static partial void LogSkipped(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: tracked already")]
    private static partial void LogTracked(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: vanished")]
    private static partial void LogVanished(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: cannot be read")]
    private static partial void LogUnreadable(ILogger logger, string path, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: the database refused")]
    private static partial void LogRefused(ILogger logger, string path, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: not recorded, as {Reason}")]
    private static partial void LogConflict(ILogger logger, string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason}; what is in it is not found")]
    private static partial void LogUnread(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Pattern}: this pattern of the exclude list takes too long; it counts as not found")]
    private static partial void LogTooSlow(ILogger logger, string pattern);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the database is away ({Reason}); it is tried again")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(Message = "{Recorded} files recorded, {Tracked} tracked already, {NotFound} not found, {Failed} failed, {Skipped} left out")]
    private static partial void LogCounts(ILogger logger, LogLevel level, long recorded, long tracked, long notFound, long failed, long skipped);
}
