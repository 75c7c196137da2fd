using System.Text;
using System.Text.Unicode;
using Catchment.Core.Storage;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Finder;

/// <summary>
/// Reads transfer logs for files that are in storage already. A log gets its sentinel when each of its paths has come to an end that the
/// next reading would not change.
/// </summary>
/// <remarks>Source: <c>files</c> 4.3, 11 (D7, D8, D10).</remarks>
internal sealed class RsyncLogs(FinderSettings settings, FinderFolders folders, KnownFiles known, FinderJournal journal, TimeProvider time)
{
    private const int MostBadTold = 3;

    private static readonly PathKey Logs = PathKey.Root.In("//logs"u8); // No file's path has this key.

    private Dictionary<PathKey, (ulong Stamp, long ReadAt)> _unsettled = []; // As they were when they were read last.
    private Dictionary<PathKey, (ulong Stamp, long ReadAt)> _before = [];
    private Action<Candidate> _found = _ => { };
    private Action _drain = () => { };
    private CancellationToken _stop;
    private bool _isWhole;

    /// <summary>Reads all logs once.</summary>
    /// <param name="found">Told of each file that is not known.</param>
    /// <param name="drain">Waits until those that were told of have come to their end.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="StorageException">The source folder cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal void Run(Action<Candidate> found, Action drain, CancellationToken stop)
    {
        (_found, _drain, _stop, _isWhole) = (found, drain, stop, true);
        (_before, _unsettled) = (_unsettled, []);
        known.BeginSearch();
        var day = settings.Date ?? DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        foreach (var name in LogDays.Folders(day, settings.PastDays, settings.FutureDays))
            Enter(() => FolderHandle.Open(Path.Combine(folders.Source.Path, name)), name, Logs.In(Encoding.UTF8.GetBytes(name)), 1); // A day may be a link.
        if (_isWhole)
            known.ForgetUnmet();
    }

    private void Enter(Func<FolderHandle?> open, string path, PathKey key, int level)
    {
        _stop.ThrowIfCancellationRequested();
        try
        {
            using var folder = open();
            if (folder is not null)
                Walk(folder, path, key, level);
        }
        catch (StorageException e)
        {
            _isWhole = false;
            journal.Met(key, path, 0, FileOutcome.Unreadable, $"logs in it are not found: {e.Message}");
        }
    }

    private void Walk(FolderHandle folder, string path, PathKey key, int level)
    {
        List<byte[]> logs = [], inner = [];
        using (var reader = folder.Read())
        {
            while (reader.TryRead(out var name))
            {
                // A folder may have a log's name, and any other.
                if (folder.Facts(name) is not { } facts)
                    continue;
                if (facts.Kind == FileKind.Folder)
                    inner.Add(name.ToArray());
                else if (LogDays.IsLog(name) && facts.Kind == FileKind.File)
                    logs.Add(name.ToArray());
                else if (LogDays.IsLog(name))
                    journal.Met(key.In(name), Text(path, name), PathKey.Stamp(facts), FileOutcome.NotRegular, "a log that is no regular file");
            }
        }

        foreach (var name in logs)
            Look(folder, name, Text(path, name), key.In(name));
        foreach (var name in inner)
        {
            if (level < SourceWalk.MostLevels)
                Enter(() => folder.OpenFolder(name), Text(path, name), key.In(name), level + 1);
            else
                journal.Met(key.In(name), Text(path, name), 0, FileOutcome.TooDeep, $"more than {SourceWalk.MostLevels} folders in folders; it is not entered");
        }
    }

    private void Look(FolderHandle folder, byte[] name, string path, PathKey key)
    {
        try
        {
            if (folder.Facts(name) is not { } facts)
            {
                journal.Log(LogLevel.Error, path, "the log went before it was read");
                return;
            }

            var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
            if (now - facts.Modified < settings.Delay.Ticks * TimeSpan.NanosecondsPerTick)
            {
                _isWhole = false; // Its paths are known perhaps, and stay so.
                return;
            }

            byte[] sentinel = [.. name, .. ".done"u8];
            if (!Utf8.IsValid(name) || sentinel.Length > FolderHandle.MaxNameBytes)
                journal.Met(key, path, PathKey.Stamp(facts), FileOutcome.BadName, "a log whose name leaves no room for .done, or is no UTF-8 text");
            else if (!IsDone(folder, sentinel, facts, path) && known.Find(key, PathKey.Stamp(facts)) != FileOutcome.Tracked && !WasReadJustNow(key, facts))
                Read(folder, name, sentinel, path, key, facts);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _isWhole = false;
            journal.Met(key, path, 0, FileOutcome.Unreadable, e.Message);
        }
    }

    private bool IsDone(FolderHandle folder, byte[] sentinel, FileFacts log, string path)
    {
        if (folder.Facts(sentinel) is not { } done)
            return false;
        if (done.Modified >= log.Modified)
            return true;
        journal.Log(LogLevel.Error, path, "the log changed after it had been read; it is read again");
        folder.Delete(sentinel);
        return false;
    }

    /// <summary>What is missing of a log comes when it comes: an unchanged one is not read at every turn.</summary>
    private bool WasReadJustNow(PathKey key, FileFacts facts)
    {
        if (!_before.TryGetValue(key, out var last) || last.Stamp != PathKey.Stamp(facts) || time.GetElapsedTime(last.ReadAt) >= settings.Delay)
            return false;
        _unsettled[key] = last;
        _isWhole = false; // Its paths are known perhaps, and stay so.
        return true;
    }

    private void Read(FolderHandle folder, byte[] name, byte[] sentinel, string path, PathKey key, FileFacts facts)
    {
        var stamp = PathKey.Stamp(facts);
        var progress = new LogProgress();
        var bad = new List<RsyncLogLine>();
        var badCount = 0L;
        using (var storage = new FolderCache(folders.Storage))
        using (var log = new FileStream(folder.OpenFile(name), FileAccess.Read, 0))
        {
            foreach (var line in RsyncLog.Read(log))
            {
                _stop.ThrowIfCancellationRequested();
                if (line.Path is null)
                {
                    if (badCount++ < MostBadTold)
                        bad.Add(line);
                }
                else if (!settings.Exclude.IsFound(line.Path, journal.TooSlow))
                    Look(storage, line.Path, progress);
            }
        }

        if (badCount > 0)
            journal.BadLines(key.In("//bad"u8), stamp, path, badCount, bad);
        _drain();
        if (!progress.IsSettled)
        {
            _unsettled[key] = (stamp, time.GetTimestamp());
            journal.Log(LogLevel.Debug, path, "some of its paths are not settled; it is read again");
            return;
        }

        if (folder.Facts(name) == facts)
            Finish(folder, sentinel, path, key, stamp);
    }

    private void Finish(FolderHandle folder, byte[] sentinel, string path, PathKey key, ulong stamp)
    {
        try
        {
            using var done = folder.CreateFile(sentinel);
            if (done is not null && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(done, File.GetUnixFileMode(done) & (UnixFileMode.UserRead | UnixFileMode.UserWrite));
            journal.Log(LogLevel.Debug, path, "done");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            journal.Log(LogLevel.Error, path, $"done, but this cannot be noted beside it: {e.Message}");
            known.Remember(key, stamp, FileOutcome.Tracked);
        }
    }

    private void Look(FolderCache storage, string written, LogProgress progress)
    {
        var (place, key, refusal, why) = LoggedPath.Of(written, settings.Storage);
        if (refusal is { } outcome)
        {
            journal.Met(key, written, 0, outcome, why);
            return;
        }

        var name = Encoding.UTF8.GetBytes(place.Name);
        try
        {
            if (storage.Open(place.Folder)?.Facts(name) is not { } facts)
                Missing(place, key, progress);
            else if (facts.Kind != FileKind.File)
                Odd(storage.Open(place.Folder)!, name, place, key, facts);
            else if (known.Find(key, PathKey.Stamp(facts)) is not { } before || !KnownFiles.IsSettled(before))
                Emit(place, key, facts, progress);
        }
        catch (StorageException e)
        {
            progress.Add();
            journal.Met(key, written, 0, FileOutcome.Unreadable, e.Message);
        }
    }

    private void Missing(FilePath place, PathKey key, LogProgress progress)
    {
        if (known.Find(key, 0) == FileOutcome.Duplicate)
            return; // It was there, and was removed as the alternative action says.
        if (File.Exists(Path.Combine(settings.Storage, place.Relative)))
        {
            journal.Met(key, place.Relative, 0, FileOutcome.Link, "it is reached through a symbolic link");
            return;
        }

        progress.Add();
        journal.Gone(new Candidate(place, key, default, progress));
    }

    private void Odd(FolderHandle folder, byte[] name, FilePath place, PathKey key, FileFacts facts)
    {
        var isLink = facts.Kind == FileKind.Other && new FileInfo(folder.PathOf(name)).LinkTarget is not null;
        journal.Met(key, place.Relative, PathKey.Stamp(facts), isLink ? FileOutcome.Link : FileOutcome.NotRegular, isLink ? "a symbolic link" : "not a regular file");
    }

    private void Emit(FilePath place, PathKey key, FileFacts facts, LogProgress progress)
    {
        progress.Add();
        _found(new Candidate(place, key, facts, progress));
    }

    private static string Text(string path, ReadOnlySpan<byte> name) => $"{path}/{Encoding.UTF8.GetString(name)}";
}
